"""Feed the reader made-up text for a fixed number of runs, guided by coverage; with --random, at random.

usage: python benchmarks/fuzz_reader.py [--random] RUNS
"""

import random
import sys

RANDOM = "--random" in sys.argv[1:]

if RANDOM:
    from jiedu.reports.quantities import read_all, to_json
else:
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed (benchmarks/requirements.txt); --random goes without it")
    with atheris.instrument_imports(include=["jiedu"]):
        from jiedu.reports.quantities import read_all, to_json

PIECES = [
    *"发展增长下降达到突破超过约近分别和、，。；：“”（）《》\n \u3000%％‰个年月日位第点至到—-/+.,·",
    *"0123456789０１一二两三五十百千万亿零〇半多余几ABG",
    "百分之",
    "控制在",
    "以内",
    "左右",
    "以上",
    "亿元",
    "2020年",
    "三分之一",
]


def check(text: str) -> None:
    """Read a text; every span must give back its surface, in rising order."""
    previous = 0
    for quantity in read_all(text):
        if text[quantity.start : quantity.end] != quantity.surface or quantity.start < previous:
            raise AssertionError(f"a wrong span in {text!r}: {quantity}")
        previous = quantity.end
        to_json(quantity, "a.txt")


def one(data: bytes) -> None:
    """Turn bytes into text, half of the time from the words of reports."""
    if data[:1] < b"\x80":
        check("".join(PIECES[byte % len(PIECES)] for byte in data[1:]))
    else:
        check(data[1:].decode("utf-8", "replace"))


def main(runs: int) -> None:
    """Run so many inputs."""
    if not RANDOM:
        atheris.Setup([sys.argv[0], f"-runs={runs}", "-max_len=512"], one)
        atheris.Fuzz()
        return
    source = random.Random(20200527)
    for _ in range(runs):
        one(source.randbytes(source.randint(1, 256)))
    print(f"{runs} random runs, no exception and no wrong span")


if __name__ == "__main__":
    arguments = [word for word in sys.argv[1:] if word != "--random"]
    if len(arguments) != 1 or not arguments[0].isdecimal():
        sys.exit(__doc__)
    main(int(arguments[0]))
