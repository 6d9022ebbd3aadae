"""What cannot be read: one sentence that says what and where, exit 1, nothing half written."""

import io
import os
import re
import resource
import signal
import subprocess
import sys
import time
import zipfile

import pytest
from click.testing import CliRunner
from costs import grows_slower
from documents import a_docx
from support import DATA

from jiedu.cli import main
from jiedu.errors import Fault
from jiedu.reports import export
from jiedu.reports.formats import extract, load, require_report, word
from jiedu.reports.quantities import read
from jiedu.reports.report import read_report
from jiedu.reports.structure import read_structure
from jiedu.reports.summary import summary
from jiedu.reports.targets import list_targets

REPORT = DATA / "report.txt"
TEXT = REPORT.read_text(encoding="utf-8")
DOCX = a_docx(TEXT.splitlines())
JIEDU = (sys.executable, "-c", "from jiedu.cli import main; main()")


def with_member(name: str, content: bytes) -> bytes:
    """Put one more part into a Word document."""
    out = io.BytesIO(DOCX)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def a_blank_pdf() -> bytes:
    """Make a PDF of one page without any text, as a scanner does."""
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def lying_about_size(data: bytes) -> bytes:
    """Declare every part of a zip archive to be one byte long."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        for found in re.finditer(re.escape(mark), data):
            changed[found.start() + at : found.start() + at + 4] = (1).to_bytes(4, "little")
    return bytes(changed)


BAD = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\t\n", "empty"),
    "only a mark": (b"\xef\xbb\xbf", "no text"),
    "English": (b"The government work report of 2024.", "no Chinese"),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(range(256)), "a program"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(64), "a PNG image"),
    "an archive": (b"\x1f\x8b\x08" + bytes(64), "gzip"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "save it as .docx"),
    "noise": (bytes(range(256)) * 8, "binary"),
    "text with zeros": (TEXT.encode() + b"\x00\x01\x02", "binary"),
    "an escape sequence": ("增长\x1b[31m6%".encode(), "U+001B"),
    "half a docx": (DOCX[: len(DOCX) // 2], "truncated or damaged"),
    "a docx without its end": (DOCX[:-30], "truncated or damaged"),
    "a plain zip": (b"PK\x05\x06" + bytes(18), "not a Word document"),
    "half a PDF": (a_blank_pdf()[: len(a_blank_pdf()) // 2], "truncated PDF"),
    "a broken PDF": (b"%PDF-1.7\n" + b"garbage " * 50 + b"\n%%EOF", "PDF"),
    "a scanned PDF": (a_blank_pdf(), "without a text layer"),
    "an empty page": (b"<!DOCTYPE html><html><body></body></html>", "no main text"),
    "damaged UTF-16": ("增长6%".encode("utf-16") + b"\x00", "is not"),
    "a long line": (("增长6%，" * 300_000).encode(), "line 1 has 1,500,000 characters"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_sentence_and_exit_1(name, tmp_path):
    data, expected = BAD[name]
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    for command in (["read", str(path)], ["report", str(path), "--out", str(tmp_path / "out")]):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 1
        assert result.stderr.startswith("jiedu: bad.txt: ")
        assert expected in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert len(result.stderr) < 250
    assert os.listdir(tmp_path) == ["bad.txt"]


def test_ten_million_characters_in_one_line(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("粮" * 10_000_000, encoding="utf-8")
    began = time.process_time()
    with pytest.raises(Fault, match=r"line 1 has 10,000,000 characters; the limit is 1,000,000"):
        load(path)
    assert time.process_time() - began < 5


def test_what_is_no_report_is_no_report():
    for text, expected in (
        ("增长6%。", "4 Chinese|2 Chinese"),
        ("一二三四五六七八九十" * 60, "no sentences"),
        (("word " * 40 + "增长。") * 100, "only .* % of its characters"),
    ):
        with pytest.raises(Fault, match=expected):
            require_report(extract(text.encode(), "a.txt"))


@pytest.mark.parametrize("target", [None, "missing.txt", "folder", "/dev/null", "a\x00b"])
def test_what_is_no_file(target, tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(Fault, match=r"no such file|not a regular file|cannot be read"):
        load(tmp_path if target is None else tmp_path / target)


def test_a_bomb_that_declares_its_size_is_not_unpacked():
    bomb = with_member("word/media/bomb.xml", b"\x00" * (word.MAX_INFLATED + 1))
    assert len(bomb) < 2**20
    with pytest.raises(Fault, match=r"would unpack to [\d,]+ bytes; the limit is"):
        extract(bomb, "bomb.docx")


def test_a_bomb_that_lies_about_its_size_is_not_unpacked():
    bomb = lying_about_size(with_member("word/media/bomb.xml", b"\x00" * (16 * 2**20)))
    with pytest.raises(Fault, match=r"times its size|cannot be unpacked|unpacks to more"):
        extract(bomb, "bomb.docx")


def test_a_part_that_is_packed_too_well_is_not_read(monkeypatch):
    bomb = with_member("word/media/bomb.xml", b"\x00" * (8 * 2**20))
    with pytest.raises(Fault, match=r"bomb.xml unpacks to more than 400 times its size"):
        extract(bomb, "bomb.docx")


def test_entities_of_a_docx_are_not_expanded():
    evil = (
        '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "增长99%"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>第一&a;&b;</w:t></w:r></w:p></w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(DOCX)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, evil.encode() if name == "word/document.xml" else old.read(name))
    with pytest.raises(Fault, match="a document type"):
        extract(out.getvalue(), "a.docx")


def test_scripts_are_neither_run_nor_read():
    body = "".join(f"<p>{line}</p>" for line in TEXT.splitlines() if line)
    page = f"<html><body><script>document.write('增长99%')</script><div>{body}</div>"
    page += "<p onclick=\"alert('增长98%')\">完</p><img src=x onerror='alert(1)'></body></html>"
    text = extract(page.encode(), "a.html").text
    assert "99%" not in text and "98%" not in text and "alert" not in text


@pytest.mark.parametrize("name", ["..", "../../x.txt", "a\nb.txt", "a\x1b]0;x\x07.txt", "[red]x[/red].txt"])
def test_a_hostile_name_stays_a_name(name, tmp_path):
    with pytest.raises(Fault) as fault:
        extract(b"", name)
    assert str(fault.value).isprintable()
    found = read_report(extract(TEXT.encode(), name))
    export.write_results(found, tmp_path / "out")
    assert os.listdir(tmp_path) == ["out"]
    assert len(list(summary(found))) == 4


HOSTILE = {
    "digits": "增长" + "9" * 5000 + "%。",
    "points": "增长" + "1." * 5000 + "%。",
    "nested comparators": "控制在" * 3000 + "5%" + "以内" * 3000 + "。",
    "openings": "（" * 20000 + "一" + "）" * 20000,
    "headings": "一、" * 20000,
    "numbered lines": "\n".join("一、增长" for _ in range(8000)),
    "targets": "主要预期目标是：" * 5000,
    "a list without end": "主要预期目标是：" + "地区生产总值增长" * 8000,
    "refusals": "没有提出" * 10000 + "目标",
    "addresses": "各位代表，" * 10000,
    "places": "第十四届人民代表大会" * 5000,
    "spaces": "第十四届" + " " * 40000 + "人民代表大会",
    "names": "省长" * 20000,
    "years": "二〇二四年" * 10000 + "工作回顾",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_pattern_takes_longer_than_the_text_is_long(name):
    """Six times the text may cost twice that at the most: a square would cost 36 times."""

    def read_all_of(text: str) -> None:
        structure = read_structure(text)
        list_targets(text, structure, read(text))

    text = HOSTILE[name]
    read_all_of(text[:100])
    assert grows_slower(read_all_of, text, text * 6, 14)


def limited(kilobytes: int):
    """Let a process write no file larger than this: the error is the one of a full disk."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    return limit


def test_a_full_disk_leaves_no_half_report(tmp_path):
    out = tmp_path / "out"
    command = [*JIEDU, "report", str(REPORT), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limited(1), check=False)
    assert done.returncode == 1
    assert "out: cannot be written: " in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert os.listdir(tmp_path) == []


def test_a_full_disk_leaves_the_earlier_result(tmp_path, monkeypatch):
    found = read_report(load(REPORT))
    out = tmp_path / "out"
    export.write_results(found, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "json_lines", full)
    with pytest.raises(Fault, match="No space left on device"):
        export.write_results(found, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert os.listdir(tmp_path) == ["out"]


def test_an_interrupt_leaves_no_half_report(tmp_path, monkeypatch):
    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(export, "json_lines", interrupted)
    result = CliRunner().invoke(main, ["report", str(REPORT), "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert os.listdir(tmp_path) == []
