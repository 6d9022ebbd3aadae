"""Time `jiedu read`, `report` and `new` on the largest and the worst files, each in a process of its own.

usage: python benchmarks/hostile_files.py [--scale N] [--only NAME] [--command read|report|new]

Each file is made in a temporary folder. Seconds are the processor's own, so that a busy machine does not matter; MB
is the most memory that the process held. A run that takes longer than its limit is marked, as is one that ends in a
traceback. `--scale 0.1` makes files of a tenth of the size, held to a tenth of the seconds.
"""

import argparse
import io
import os
import random
import subprocess
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(TESTS / "reports"))

from documents import a_printed_pdf, a_word_file, paragraph  # noqa: E402

MB = 10**6
COMMANDS = ("read", "report", "new")
LONGEST = 600
"""Seconds of the processor after which a run is ended."""


class Hostile(NamedTuple):
    """A file that is hard to read: what makes it, in a given share of its full size, and the commands it is for."""

    make: Callable[[float], bytes]
    ending: str
    seconds: dict[str, int]
    megabytes: int


def sentences(characters: float) -> str:
    """Write a report of so many characters: a masthead, parts, paragraphs, no two numbers the same."""
    lines = ["2025年青禾县政府工作报告", "各位代表：", "　　一、2024年工作回顾"]
    length = 0
    for number in range(10**9):
        line = (
            f"　　（{number}）全年完成投资{number + 0.5}亿元，增长{number % 30 + 0.1:.1f}%左右；"
            f"新增就业{number * 3 + 7}人以上，居民人均可支配收入达到{number + 20000}元。"
            "聚焦重点产业，坚持以科技创新引领现代化产业体系建设，大力培育新质生产力；持续改善营商环境，落实惠企政策，"
            "支持民营企业发展；扎实推进乡村振兴，统筹城乡建设，办好民生实事，让发展成果更多更公平地惠及全体人民。"
        )
        lines.append(line)
        length += len(line) + 1
        if length > characters:
            break
        if number % 40 == 39:
            lines.append(f"　　二、{2025 + number}年工作安排" if number == 39 else f"　　{number}．重点工作")
    return "\n".join(lines) + "\n"


def text(characters: int) -> Callable[[float], bytes]:
    """Give a maker of a text of so many characters."""
    return lambda scale: sentences(characters * scale).encode()


def digits(scale: float) -> bytes:
    """Write digits and commas, a million of them."""
    return ("各位代表：增长" + "1234567,89," * int(90_000 * scale) + "。").encode()


def word(scale: float) -> bytes:
    """Pack a Word document that unpacks to 120 MB."""
    body: list[str] = []
    size = 0
    for line in sentences(120 * MB * scale).splitlines():
        body.append(paragraph(line))
        size += len(body[-1].encode())
        if size > 120 * MB * scale:
            break
    return a_word_file("".join(body))


def packed_word(scale: float) -> bytes:
    """Pack a Word document of one paragraph again and again, which packs 200 times smaller."""
    one = paragraph("　　今年，地区生产总值增长6%左右，建成道路9条。")
    return a_word_file(one * int(100 * MB * scale / len(one.encode())))


def runs_word(scale: float) -> bytes:
    """Pack a Word document of empty elements and of one character a run."""
    run = "<w:r><w:rPr><w:b/><w:sz w:val='32'/></w:rPr><w:t>增</w:t></w:r>"
    one = f"<w:p>{run * 30}<w:r><w:t>长6.5%。</w:t></w:r></w:p>"
    return a_word_file(one * int(100 * MB * scale / len(one.encode())))


def page(scale: float) -> bytes:
    """Write an HTML page of 120 MB, a paragraph a line."""
    lines: list[str] = []
    size = 0
    for line in sentences(120 * MB * scale).splitlines():
        lines.append(f"<p>{line}</p>\n")
        size += len(lines[-1].encode())
        if size > 120 * MB * scale:
            break
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(lines)}</body></html>".encode()


def attributes(scale: float) -> bytes:
    """Write an HTML page whose one element has very many attributes."""
    many = " ".join(f"a{number}='{number}'" for number in range(int(70_000 * scale)))
    return f"<html><body><div {many}>{sentences(2000)}</div></body></html>".encode()


def nested(tag: str, times: int) -> Callable[[float], bytes]:
    """Give a maker of a page of elements inside each other, none of which is closed."""
    return lambda scale: f"<html><body>{f'<{tag}>' * int(times * scale)}{sentences(2000)}</body></html>".encode()


def beside(piece: str, size: int) -> Callable[[float], bytes]:
    """Give a maker of a page of one piece again and again, so many bytes of it."""

    def make(scale: float) -> bytes:
        pieces = piece * int(size * scale / len(piece.encode()))
        return f"<html><body><div>{sentences(2000)}{pieces}</div></body></html>".encode()

    return make


def printed(scale: float) -> bytes:
    """Print a PDF of 5,000 pages of 30 lines."""
    lines = sentences(5_000 * 30 * 28 * scale).replace("\n", "")
    rows = [lines[at : at + 28] for at in range(0, len(lines), 28)]
    count = max(1, int(5_000 * scale))
    pages = [[(90, 780 - 24 * at, row) for at, row in enumerate(rows[n * 30 : n * 30 + 30])] for n in range(count)]
    return a_printed_pdf(pages)


def raw_pdf(content: bytes, pages: int = 1, extra: str = "") -> bytes:
    """Write a PDF of pages that all show one packed stream."""
    packed = zlib.compress(content, 9)
    kids = " ".join(f"{5 + at} 0 R" for at in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>".encode(),
        f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    objects += [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F 4 0 R >> >> >>"
    ] * pages
    out, places = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, io.SEEK_END)
    for number, words in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + words + b"\nendobj\n")
    start = out.tell()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    out.write(f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer << /Size {count} /Root 1 0 R >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def shown_pdf(scale: float) -> bytes:
    """Pack a page of a PDF that shows a text a million times: 20 kB that unpack to 20 MB."""
    return raw_pdf(b"BT /F 12 Tf " + b"1 0 0 1 9 9 Tm (a) Tj " * int(900_000 * scale) + b"ET")


def shared_pdf(scale: float) -> bytes:
    """Pack 5,000 pages that all show one stream of 100 kB."""
    return raw_pdf(b"BT /F 12 Tf " + b"1 0 0 1 9 9 Tm (a) Tj " * 5_000 + b"ET", max(1, int(5_000 * scale)))


def operands_pdf(scale: float) -> bytes:
    """Pack a page of a PDF of nothing but operands."""
    return raw_pdf(b"BT /F 12 Tf " + b"[" * int(1_000_000 * scale) + b"1 " * int(8_000_000 * scale) + b"ET")


def bomb_pdf(scale: float) -> bytes:
    """Pack a page of a PDF that unpacks to 500 MB of blanks."""
    return raw_pdf(b" " * int(500 * MB * scale))


def targets(scale: float) -> bytes:
    """List thousands of targets."""
    names = [
        "地区生产总值",
        "规模以上工业增加值",
        "固定资产投资",
        "社会消费品零售总额",
        "一般公共预算收入",
        "城镇居民人均可支配收入",
    ]
    chance = random.Random(1)
    listed = "，".join(
        f"{chance.choice(names)}增长{chance.randint(10, 99) / 10}%左右" for _ in range(int(8_000 * scale))
    )
    return f"{sentences(3000)}今年主要预期目标是：{listed}。\n{sentences(1000)}".encode()


def targets_apart(scale: float) -> bytes:
    """List targets in thousands of paragraphs."""
    one = "　　今年经济社会发展的主要预期目标是：地区生产总值增长{}%左右，固定资产投资增长{}%，城镇新增就业{}人。\n"
    return (sentences(3000) + "".join(one.format(n % 9 + 1, n % 20, n) for n in range(int(5_000 * scale)))).encode()


def headings(scale: float) -> bytes:
    """Write thousands of headings."""
    return "".join(
        f"　　{n}．重点工作\n　　今年，建成道路{n}条，增长6%。\n" for n in range(1, int(12_000 * scale))
    ).encode()


def quoted(scale: float) -> bytes:
    """Quote thousands of terms."""
    letters = [chr(0x4E00 + n) for n in range(3000)]
    terms = "".join(f"抓好“{letters[n % 3000]}{letters[n * 7 % 3000]}改”工作。" for n in range(int(40_000 * scale)))
    return (sentences(3000) + terms).encode()


SPEED = {"read": 100, "report": 200}
PAGE = {"read": 100, "report": 150, "new": 100}

FILES = {
    "text of 50 MB": Hostile(text(19_600_000), "txt", SPEED, 700),
    "text of a million digits": Hostile(digits, "txt", {"read": 5, "report": 5}, 200),
    "text of 490,000 characters": Hostile(text(490_000), "txt", {"read": 5, "report": 10, "new": 60}, 700),
    "8,000 targets": Hostile(targets, "txt", {"report": 10, "new": 60}, 700),
    "5,000 lists of targets": Hostile(targets_apart, "txt", {"report": 10, "new": 60}, 700),
    "12,000 headings": Hostile(headings, "txt", {"report": 10, "new": 60}, 700),
    "40,000 terms": Hostile(quoted, "txt", {"report": 10, "new": 60}, 700),
    "Word of 120 MB": Hostile(word, "docx", SPEED, 1000),
    "Word of 100 MB, packed to 0.5": Hostile(packed_word, "docx", SPEED, 1000),
    "Word of 100 MB, a run a character": Hostile(runs_word, "docx", SPEED, 1000),
    "HTML of 120 MB": Hostile(page, "html", SPEED, 1500),
    "HTML of 1 MB of attributes": Hostile(attributes, "html", {"read": 5, "report": 5}, 300),
    "HTML of 50,000 open <div>": Hostile(nested("div", 50_000), "html", {"read": 5}, 300),
    "HTML of 50,000 open <b>": Hostile(nested("b", 50_000), "html", {"read": 5}, 300),
    "HTML of 200,000 open <p>": Hostile(nested("p", 200_000), "html", {"read": 20}, 300),
    "HTML of 10 MB of <br>": Hostile(beside("增<br>", 10 * MB), "html", {"read": 60}, 700),
    "HTML of 10 MB of <sup>": Hostile(beside("m<sup>2</sup>", 10 * MB), "html", {"read": 60}, 700),
    "HTML of 10 MB of links": Hostile(beside("<a href='b'>区</a>", 10 * MB), "html", {"read": 60}, 700),
    "HTML of 10 MB of items": Hostile(beside("<ul><li>增长6%", 10 * MB), "html", {"read": 60}, 700),
    "HTML of 10 MB of cells": Hostile(beside("<table><tr><td>增长<td>6</table>", 10 * MB), "html", {"read": 60}, 700),
    "HTML of 10 MB of entities": Hostile(beside("&#22686;", 10 * MB), "html", {"read": 60}, 700),
    "HTML of 10 MB of small print": Hostile(beside("<p>版权所有</p>", 10 * MB), "html", {"read": 60}, 700),
    "PDF of 5,000 pages": Hostile(printed, "pdf", {"read": 150, "report": 150, "new": 10}, 700),
    "PDF of 20 kB, a million texts": Hostile(shown_pdf, "pdf", {"read": 20}, 700),
    "PDF of 5,000 times one stream": Hostile(shared_pdf, "pdf", {"read": 20}, 700),
    "PDF of operands": Hostile(operands_pdf, "pdf", {"read": 20}, 700),
    "PDF that unpacks to 500 MB": Hostile(bomb_pdf, "pdf", {"read": 20}, 700),
}


def write(name: str, scale: float, path: Path) -> None:
    """Write one of the files."""
    path.write_bytes(FILES[name].make(scale))


class Run(NamedTuple):
    """What a command cost, and the last line that it said."""

    seconds: float
    megabytes: float
    code: int
    said: str


def run(command: str, path: Path, folder: Path) -> Run:
    """Run a command on a file and measure it."""
    out = folder / "out"
    arguments = {
        "read": ["read", str(path)],
        "report": ["report", str(path), "--out", str(out)],
        "new": ["new", str(out), "--from", str(path)],
    }[command]
    with (folder / "said").open("w+b") as said, open(os.devnull, "wb") as nowhere:
        child = subprocess.Popen(
            [sys.executable, "-c", "from jiedu.cli import main; main()", *arguments], stdout=nowhere, stderr=said
        )
        # The child may be idle too, so the limit of its clock is twice that of the processor.
        timer = threading.Timer(2 * LONGEST, child.kill)
        timer.start()
        _, status, used = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode("utf-8", "replace").splitlines()
    subprocess.run(["rm", "-rf", str(out)], check=True)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    last = next((line for line in reversed(lines) if line.strip()), "")
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / unit, child.returncode, last)


def main() -> None:
    """Make each file, run its commands, print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", default="")
    parser.add_argument("--command", choices=COMMANDS)
    options = parser.parse_args()
    slow = 0
    print(f"{'file':34} {'bytes':>12}  {'command':7} {'seconds':>8} {'MB':>6}")
    for name, hostile in FILES.items():
        if options.only not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"hostile.{hostile.ending}"
            # In a process of its own: what a child is said to hold begins with what its parent holds.
            with ProcessPoolExecutor(1, get_context("spawn")) as apart:
                apart.submit(write, name, options.scale, path).result()
            for command, limit in hostile.seconds.items():
                if options.command in (None, command):
                    done = run(command, path, Path(folder))
                    over = done.seconds > limit * max(options.scale, 0.05) + 2
                    over |= done.megabytes > hostile.megabytes or done.code not in (0, 1)
                    slow += over
                    print(
                        f"{name:34} {path.stat().st_size:>12,}  {command:7} {done.seconds:8.1f} {done.megabytes:6.0f}"
                        f"{' OVER' if over else '     '} {f'exit {done.code}: ' if done.code else ''}{done.said[:110]}",
                        flush=True,
                    )
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
