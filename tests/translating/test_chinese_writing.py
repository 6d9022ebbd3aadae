"""How the project's own Chinese is written: no space beside a Latin letter or a digit, no comma among digits."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from jiedu.text.characters import HAN

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = {
    "facts": ["zh"],
    "notes": ["zh"],
    "claims": ["evidence_zh", "finding_zh"],
    "exercises": ["question_zh", "why_zh"],
    "options": ["words_zh", "why_zh"],
    "terms": ["expansion_zh"],
}
CATALOGUES = [*(ROOT / "locale").rglob("*.po"), *(ROOT / "src/jiedu/locale").rglob("*.po")]
CODE = re.compile(r"`[^`]*`")
SPACED = re.compile(rf"(?<=[{HAN}]) (?=[A-Za-z0-9{{])|(?<=[A-Za-z0-9%}}]) (?=[{HAN}])")
GROUPED = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?!\d)")


def written() -> Iterator[tuple[str, str]]:
    for table, columns in COLUMNS.items():
        with (ROOT / f"data/{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from ((f"data/{table}.csv: {row['id']}", row[column]) for column in columns)
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    yield f"{path.relative_to(ROOT)}: {str(message.id)[:60]}", CODE.sub("", str(message.string))


@pytest.mark.parametrize("form", [SPACED, GROUPED], ids=["spaces", "commas"])
def test_chinese_runs_on_beside_letters_and_digits(form: re.Pattern[str]) -> None:
    assert [(where, found[0]) for where, words in written() if (found := form.search(words))] == []


def test_the_forms_find_what_they_are_for() -> None:
    assert SPACED.search("在 A 版块") and SPACED.search("共 {count} 题") and not SPACED.search("在A版块，共{count}题")
    assert GROUPED.search("共4,022字") and not GROUPED.search("共4022字")
