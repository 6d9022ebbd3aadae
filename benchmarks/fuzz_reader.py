"""Feed the reader made-up text for a fixed number of runs; guided by coverage where atheris is installed.

usage: python benchmarks/fuzz_reader.py RUNS
"""

import random
import sys

try:
    import atheris
except ImportError:
    atheris = None

if atheris is None:
    from jiedu.quantities import numerals, to_json
else:
    with atheris.instrument_imports(include=["jiedu"]):
        from jiedu.quantities import numerals, to_json

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
    for quantity in numerals(text):
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
    if atheris is not None:
        atheris.Setup([sys.argv[0], f"-runs={runs}", "-max_len=512"], one)
        atheris.Fuzz()
        return
    print("atheris is not installed: random inputs instead")
    source = random.Random(20200527)
    for _ in range(runs):
        one(source.randbytes(source.randint(1, 256)))
    print(f"{runs} runs, no exception and no wrong span")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(int(sys.argv[1]))
