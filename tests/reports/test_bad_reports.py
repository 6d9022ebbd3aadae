"""What cannot be read: one sentence that says what and where, exit 1, nothing half written."""

import csv
import io
import json
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
from jiedu.reports.quantities import read, tokens
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


def an_encrypted_pdf(algorithm: str) -> bytes:
    """Declare a PDF to be encrypted, without a password to open it and with a wrong key."""
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("password", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_an_encrypted_pdf_is_called_so(algorithm):
    with pytest.raises(Fault, match=r"^a.pdf: the PDF is encrypted with a password"):
        extract(an_encrypted_pdf(algorithm), "a.pdf")


def test_an_encrypted_pdf_is_called_so_without_a_library_for_it(monkeypatch):
    import pypdf._encryption as encryption
    from pypdf.errors import DependencyError

    data = an_encrypted_pdf("AES-256")

    def missing(*_: object) -> bytes:
        raise DependencyError("cryptography>=3.1 is required for AES algorithm")

    for name in ("aes_cbc_decrypt", "aes_cbc_encrypt", "aes_ecb_decrypt", "aes_ecb_encrypt"):
        monkeypatch.setattr(encryption, name, missing)
    with pytest.raises(Fault, match=r"^a.pdf: the PDF is encrypted with AES: save it without protection"):
        extract(data, "a.pdf")


def test_an_encrypted_word_file_is_called_so():
    data = BAD["an old Word file"][0] + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(Fault, match=r"^a.docx: an encrypted Office file: open it with its password"):
        extract(data, "a.docx")


def a_pdf_of_one_stream(pages: int, shows: int) -> bytes:
    """Pack a stream once, and let every page show it."""
    import pypdf
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F 12 Tf " + b"1 0 0 1 9 9 Tm (a) Tj " * shows + b"ET")
    shown = writer._add_object(stream.flate_encode())
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = writer._add_object(DictionaryObject({NameObject(k): NameObject(v) for k, v in names.items()}))
    for _ in range(pages):
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Contents")] = shown
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F"): font})}
        )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pages_that_share_what_they_show_are_not_read_to_the_end():
    """A thousand pages of 20,000 operations each, 140 kB: ten minutes."""
    data = a_pdf_of_one_stream(1_000, 10_000)
    with pytest.raises(Fault, match=r"its pages have more than [\d,]+ operations, too many for its size"):
        extract(data, "a.pdf")


ATTRIBUTES = " ".join(f"a{number}='>{number}'" for number in range(70_000))
COSTLY = {
    "a page with 1 MB of attributes": f"<html><body><div {ATTRIBUTES}><p>{TEXT}</p></div></body></html>",
    "a million digits": f"{TEXT}增长{'1234567,89,' * 90_000}。",
    "a page of notes": f"<html><body><div>{TEXT}{'m<sup>2</sup>' * 10_000}</div></body></html>",
    "a page of tables": f"<html><body><p>{TEXT}</p>{'<table><tr><td>增长<td>6</table>' * 10_000}</body></html>",
}


def processor(seconds: int):
    """Let a process use so many seconds of the processor."""
    return lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


@pytest.mark.parametrize("name", COSTLY)
def test_what_costs_much_is_read_in_time(name, tmp_path):
    """Before, each took half a minute or more."""
    path = tmp_path / "costly"
    path.write_text(COSTLY[name], encoding="utf-8")
    command = [*JIEDU, "read", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=processor(20), check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 10


def test_bounds_are_said_with_the_size(monkeypatch):
    for name, most, data, message in (
        ("MAX_TEXT", 5_000, TEXT * 3, r"^a: a text of [\d,]+ bytes; the limit is 5,000"),
        ("MAX_LINES", 10, TEXT, r"^a: [\d,]+ lines; the limit is 10"),
        ("MAX_HTML", 5_000, f"<html><body>{TEXT * 3}", r"^a: an HTML page of [\d,]+ bytes; the limit is 5,000"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(f"jiedu.reports.formats.{name}", most)
            with pytest.raises(Fault, match=message):
                extract(data.encode(), "a")


def test_a_page_too_long_to_search_is_read_from_end_to_end(monkeypatch):
    monkeypatch.setattr("jiedu.reports.formats.web.LONGEST_SEARCHED", 1_000)
    lines = "".join(f"<p>{line}</p>" for line in TEXT.splitlines() if line.strip())
    page = f"<html><head><title>t</title><script>alert('增长9%')</script></head><body>{lines}<td>甲<td>1</body></html>"
    text = extract(page.encode(), "a.html").text
    assert [line.split() for line in text.splitlines()[:-1]] == [
        line.split() for line in TEXT.splitlines() if line.strip()
    ]
    assert text.splitlines()[-1] == "甲\t1"


@pytest.mark.parametrize("size", [1, 7])
def test_portions_change_nothing(size, monkeypatch):
    whole = [(q, q.rules) for q in read(TEXT * 3)]
    monkeypatch.setattr("jiedu.reports.quantities.tokens._PORTION", size)
    monkeypatch.setattr("jiedu.reports.quantities.tokens._BREAKS", (re.compile(r"\n"),))
    assert [(q, q.rules) for q in read(TEXT * 3)] == whole


def test_a_packed_report_is_the_same_report(monkeypatch, tmp_path):
    found = read_report(load(REPORT))
    export.write_results(found, tmp_path / "plain")
    monkeypatch.setattr("jiedu.reports.quantities.packed.MOST_UNPACKED", 10)
    packed = read_report(load(REPORT))
    assert not isinstance(packed.numerals, tuple)
    assert list(packed.numerals) == list(found.numerals)
    assert packed.numerals[5] == found.numerals[5]
    export.write_results(packed, tmp_path / "packed")
    for path in (tmp_path / "plain").iterdir():
        assert path.read_bytes() == (tmp_path / "packed" / path.name).read_bytes()


def test_a_line_is_printed_before_the_text_is_read_to_its_end(monkeypatch):
    """What was printed is not held, so that the memory does not grow with the output."""
    read_so_far = []
    original = tokens.Tokenizer._read
    monkeypatch.setattr(tokens, "_PORTION", 10)
    monkeypatch.setattr(
        tokens.Tokenizer, "_read", lambda self, *place: (read_so_far.append(1), original(self, *place))[1]
    )
    lines = export.json_lines_of(extract(("今年，建成道路9条。\n" * 1_000).encode(), "a.txt"))
    assert json.loads(next(lines))["surface"] == "9条"
    assert len(read_so_far) == 10
    assert sum(1 for _ in lines) == 999


ZERO = chr(0x200B)


def test_what_takes_no_room_is_read_through_and_said():
    text = f"今年，增长6{ZERO}.5%，新增就业1\u2060{ZERO}2万人，投\u00ad资达到\ufeff3亿元。\n"
    found, shown = read(text), read("今年，增长6.5%，新增就业12万人，投资达到3亿元。\n")
    assert [(q.value, q.unit, q.indicator) for q in found] == [(q.value, q.unit, q.indicator) for q in shown]
    assert all(text[q.start : q.end] == q.surface for q in found)
    spread = "".join(f"{character}{ZERO}" for character in TEXT)
    hidden, plain = read_report(extract(spread.encode(), "a.txt")), read_report(extract(TEXT.encode(), "a.txt"))
    assert [t.value for t in hidden.targets] == [t.value for t in plain.targets]
    assert [t.surface for t in hidden.targets] == [t.surface for t in plain.targets]
    assert hidden.structure.identity() == plain.structure.identity()
    assert [part.heading for _, part in hidden.structure.walk()] == [part.heading for _, part in plain.structure.walk()]
    assert [q.start for q in hidden.quantities] == [2 * q.start for q in plain.quantities]
    said = f"{len(TEXT):,} characters that take no room are read through: the first, U+200B at character 1 (line 1)"
    assert said in hidden.remarks


def test_json_moves_no_cursor():
    text = f"今年，建成道路6{chr(0x202E)}.5万\u2066公里。"
    (line,) = export.json_lines_of(extract(text.encode(), "a\x9b.txt"))
    assert "\\u202e" in line and "\\u009b" in line
    assert "道路" in line
    assert json.loads(line)["surface"] in text


def test_a_standard_output_in_ascii_speaks_chinese():
    for arguments in (["read"], ["report"], ["report", "--format", "csv"]):
        command = [*JIEDU, *arguments, str(REPORT)]
        done = subprocess.run(
            command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, check=False
        )
        assert done.returncode == 0
        assert re.search("一般性支出|一般公共预算收入", done.stdout.decode("utf-8"))


def test_words_in_a_csv_stay_words():
    rows = [{"surface": words, "value": -5} for words in ("=1+1", "-5%", "+1", "@a", "\ta", "'a", "9条")]
    lines = list(export.csv_lines(rows, ["surface", "value"], guarded=True))
    back = list(csv.reader(lines[1:]))
    assert [cell[:1] for cell, _ in back] == ["'"] * 6 + ["9"]
    assert [cell.removeprefix("'") for cell, _ in back] == [row["surface"] for row in rows]
    assert {value for _, value in back} == {"-5"}
