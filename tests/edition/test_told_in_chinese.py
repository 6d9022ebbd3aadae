"""What `jiedu check` tells a reader of Chinese: the same faults at the same places, and not a word of English."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import test_checks
from support import ROOT
from test_checks import BROKEN, faults_of

from jiedu.edition import Edition
from jiedu.edition.checks import check
from jiedu.edition.checks.ledger import ledger_is_in_order
from jiedu.edition.checks.prose import prompts_left
from jiedu.edition.reading import parse_json, read_yaml
from jiedu.edition.schema import ALL_TABLES
from jiedu.edition.spreadsheets import fix_format, spreadsheet_traces
from jiedu.errors import Fault
from jiedu.language import telling
from jiedu.reports.corpus.parts import read_part, unpack
from jiedu.reports.formats import extract
from jiedu.translating.agreement import translation_faults
from jiedu.vocabulary import VOCABULARIES

copy = test_checks.copy

# One way of each check, and of what keeps an edition from being opened every one that is there.
CASES = [*{by: name for name, (by, _, _) in reversed(BROKEN.items())}.values()]
CASES += [name for name, (by, _, _) in BROKEN.items() if by is test_checks.OPEN and name not in CASES]

NAMES = {
    *("SHA", "UTF", "CSV", "JSON", "YAML", "min", "true", "false", "reviewed"),
    *(column.name for table in ALL_TABLES.values() for column in table.fields),
    *ALL_TABLES,
    *(word for _, words in VOCABULARIES.values() for code in words for word in code.split()),
}
"""What stands in a fault as it stands in the tables and files, in whatever language."""

GIVEN = {
    "package no JSON": "Expecting property name enclosed in double quotes",
    "unknown class": "The cell at position and does conform to constraint is",
    "changed since it was signed": "The Jiedu project",
    "another word for a term": "ledger",
    "page altered": "sha",
    "header": "sound expansion",
    "unclosed quote": "expected after",
    "package with odd resources": "resources",
}
"""What a case shows besides: what was broken, who signed it, or the words of a library."""

_PLACE = r"[\w./-]+\.(?:csv|json|ipynb|md|yml|txt|bib|po)\b|\b[a-z]+(?:-[a-z0-9]+)+\b"
_PLACES = re.compile(_PLACE, re.ASCII)
_SHOWN = re.compile(rf"`[^`]*`|'[^']*'|\"[^\"]*\"|“[^”]*”|\[[^\]]*\]\([^)]*\)|[0-9a-f]{{12,}}|{_PLACE}", re.ASCII)
"""What a fault shows: code, cells, quotations, citations, hashes, files and ids."""

_HALF_WIDTH = re.compile("[\u4e00-\u9fff][,;:()?]|[,;:()?][\u4e00-\u9fff]")


def in_both(faults: Callable[[], list[str]]) -> tuple[list[str], list[str]]:
    """Give the faults in English and in Chinese."""
    told = []
    for language in ("en", "zh"):
        with telling(language):
            told.append(faults())
    return told[0], told[1]


def english_in(fault: str) -> Iterator[str]:
    """Find the words of a Chinese fault that are neither the tables' nor a name."""
    return (word for word in re.findall("[A-Za-z]{2,}", _SHOWN.sub(" ", fault)) if word not in NAMES)


def assert_same_faults(english: list[str], chinese: list[str], given: str = "") -> None:
    """Hold the faults of both languages against each other; `given` has the words of what was broken."""
    assert len(english) == len(chinese) > 0
    for one, other in zip(english, chinese, strict=True):
        assert re.search("[\u4e00-\u9fff]", other) and other != one
        assert "{" not in other and not _HALF_WIDTH.search(_SHOWN.sub(" ", other)), other
        for same in (_PLACES, re.compile(r"\d+")):
            assert sorted(same.findall(one)) == sorted(same.findall(other)), (one, other)
        assert [word for word in english_in(other) if word not in given.split()] == [], other


@pytest.mark.parametrize("name", CASES)
def test_a_broken_promise_is_the_same_fault_in_chinese(copy: Path, name: str) -> None:
    by, edit, _ = BROKEN[name]
    edit(copy)
    assert_same_faults(*in_both(lambda: faults_of(copy, by)), GIVEN.get(name, ""))


def test_several_faults_of_a_project_are_told_in_their_order(copy: Path) -> None:
    for name in ("surface", "number lost", "note's target", "bare number word", "quotation"):
        BROKEN[name][1](copy)
    english, chinese = in_both(lambda: check(copy))
    assert_same_faults(
        english, chinese, "The Jiedu project Gross regional product Regional GDP to grow by about masthead"
    )
    assert len(chinese) > 5
    assert "data/quantities.csv：行q-049：surface为'56个'，版面1710–1713处为'55个'" in chinese
    assert [fault for fault in chinese if "：单元格9：数词“eight”没有引用行或事实" in fault]


def test_a_language_is_told_for_its_time_alone() -> None:
    broken = Edition.open(ROOT).with_row("quantities", "q-049", start=0)
    before = list(ledger_is_in_order(broken))
    assert_same_faults(*in_both(lambda: list(ledger_is_in_order(broken))))
    assert list(ledger_is_in_order(broken)) == before


def test_what_a_spreadsheet_did_is_told_in_chinese(copy: Path) -> None:
    path = copy / "data" / "notes.csv"
    saved = path.read_text(encoding="utf-8").replace("\n", "\r\n") + ",,,,,\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + saved.encode())
    assert_same_faults(*in_both(lambda: list(spreadsheet_traces(copy))))
    with telling("zh"):
        assert fix_format(copy) == ["data/notes.csv：已恢复：去掉字节顺序标记，行尾只用换行符，去掉1个空行"]


def test_a_place_that_waits_for_its_text_is_told_in_chinese(copy: Path) -> None:
    (copy / "book" / "index.md").write_text("# 解读\n\n% 这里写导读。\n", encoding="utf-8")
    english, chinese = in_both(lambda: list(prompts_left(copy)))
    assert (english, chinese) == (
        ["book/index.md: text: still asks for a text: 这里写导读。"],
        ["book/index.md：正文：仍待填写：“这里写导读。”"],
    )


def test_what_a_translation_lacks_is_told_in_chinese() -> None:
    message, chinese = "Up to [1,500](#q-060) *firms* in `a`, 突破, 3 lists on 1 May 2020.", "[1500](#q-061)家，4个。"
    assert_same_faults(*in_both(lambda: list(translation_faults(message, chinese))))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data/datapackage.json", '{"cells": [{"metadata": "\\ud800"}]}'),
        ("data/datapackage.json", f"{'[' * 500}{']' * 500}"),
        ("_toc.yml", "a: [" * 200 + "]" * 200),
    ],
)
def test_a_file_of_another_shape_is_told_in_chinese(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / Path(name).name).write_text(text, encoding="utf-8")

    def faults() -> list[str]:
        with pytest.raises(Fault) as caught:
            read_yaml(tmp_path / name, name) if name.endswith(".yml") else parse_json(text, name)
        return [str(caught.value)]

    assert_same_faults(*in_both(faults), "metadata ud")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"MZ\x90\x00", b"\xef\xbb\xbf\xff", b"none"])
def test_a_file_that_is_no_report_is_told_in_chinese_and_kept_in_english(data: bytes) -> None:
    def faults() -> list[str]:
        with pytest.raises(Fault) as caught:
            extract(data, "a.txt")
        return [str(caught.value)]

    english, chinese = in_both(faults)
    assert re.fullmatch("a[.]txt：.*[\u4e00-\u9fff].*", chinese[0])
    with telling("zh"):
        assert unpack(read_part("a.txt", data))[1] == {"fault": english[0]}


def test_the_tables_of_a_project_are_the_same_in_every_language(copy: Path) -> None:
    package = json.loads((copy / "data" / "datapackage.json").read_text(encoding="utf-8"))
    with telling("zh"):
        assert Edition.open(copy).package == package
