"""The tables of a new edition: what the machine makes of a report, every row a draft."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiedu.project.blocks import draft_blocks
from jiedu.project.ledger import draft_comparisons, draft_ledger
from jiedu.project.promises import draft_promises
from jiedu.project.words import draft_sentences, draft_terms
from jiedu.quantities import Quantity
from jiedu.quantities import numerals as read_numerals
from jiedu.schema import TABLES, Table
from jiedu.structure import Structure, read_structure
from jiedu.targets import Target, list_targets

Row = dict[str, Any]
Rows = list[Row]


@dataclass(frozen=True)
class Reading:
    """Hold what the readers find in a page."""

    text: str
    structure: Structure
    numerals: list[Quantity]
    targets: list[Target]

    @property
    def place(self) -> str:
        """Give the place that the report is about, or words for it."""
        return self.structure.place.value if self.structure.place else "本报告"

    @property
    def year(self) -> str:
        """Give the year of the report, or nothing."""
        return self.structure.year.value if self.structure.year else ""


def read_report(text: str, name: str = "") -> Reading:
    """Read a page: structure, numerals, expected targets; `name` is the file's, the last evidence of place and year.

    >>> read_report("河阳县人民政府。今年经济增长预期目标为6%。").targets[0].family
    'gdp'
    """
    structure = read_structure(text, name)
    found = read_numerals(text)
    quantities = [row for row in found if row.class_ == "quantity"]
    return Reading(text, structure, found, list_targets(text, structure, quantities))


def draft_tables(reading: Reading) -> dict[str, Rows]:
    """Draft every table of an edition from what was read.

    >>> tables = draft_tables(read_report("一、今年工作安排⏎　　确保建成2个站点。".replace("⏎", chr(10))))
    >>> [row["id"] for row in tables["quantities"]], tables["commitments"][0]["quantities"]
    (['q-001', 'q-002'], 'q-002')
    """
    text = reading.text
    blocks = draft_blocks(text, reading.structure, reading.numerals)
    ledger = numbered("q", draft_ledger(text, blocks, reading.numerals, reading.targets))
    promises = numbered("p", draft_promises(text, blocks, reading.structure, ledger))
    terms, occurrences = draft_terms(text, blocks, ledger)
    level = reading.structure.level.value if reading.structure.level else "unknown"
    return {
        "blocks": blocks,
        "quantities": ledger,
        "commitments": promises,
        "terms": terms,
        "occurrences": occurrences,
        "translation": numbered("s", draft_sentences(text, blocks)),
        "notes": [],
        "context": [],
        "comparisons": draft_comparisons(reading.place, level, ledger, reading.targets),
        "facts": draft_facts(blocks),
    }


def numbered(prefix: str, rows: Rows) -> Rows:
    """Give rows without an id the next free one, in their order.

    >>> [row["id"] for row in numbered("q", [{"id": "q-007"}, {}, {}])]
    ['q-007', 'q-008', 'q-009']
    """
    last = max((int(row["id"].rsplit("-", 1)[1]) for row in rows if row.get("id")), default=0)
    for row in rows:
        if not row.get("id"):
            last += 1
            row["id"] = f"{prefix}-{last:03}"
    return rows


_WHOLE = (
    ("characters", "characters()", "characters, white space left out", "全文字数（不计空白）"),
    ("rows", 'count("quantities")', "rows of the number ledger", "数字总账的行数"),
    ("quantities", 'count("quantities", class_="quantity")', "quantities", "数量的个数"),
    (
        "quantities-target",
        'count("quantities", status="target")',
        "quantities that are promised or planned",
        "属于目标的数量",
    ),
    ("quantities-achieved", 'count("quantities", status="achieved")', "quantities that are reported", "属于成绩的数量"),
    ("slogans", 'count("quantities", class_="slogan")', "numeric slogans", "数字口号的个数"),
    ("commitments", 'count("commitments")', "promises", "承诺的条数"),
    ("commitments-number", 'count("commitments", quantities="*")', "promises that hold a quantity", "含数量的承诺"),
    ("commitments-deadline", 'count("commitments", deadline="*")', "promises with a deadline", "有期限的承诺"),
    ("terms", 'count("terms")', "terms of the glossary", "词汇表的条数"),
)


def draft_facts(blocks: Sequence[Row]) -> Rows:
    """Count what every report has: numbers, promises and length, whole and section by section.

    >>> draft_facts([])[0]["id"]
    'fact-characters'
    """
    rows = [_fact(name, formula, "", 0, en, zh) for name, formula, en, zh in _WHOLE]
    if any(block["role"] == "targets" for block in blocks):
        formula = 'count("quantities", block="targets", class_="quantity")'
        rows.append(
            _fact("targets", formula, "", 0, "quantities in the list of expected targets", "预期目标段中的数量")
        )
    for key in dict.fromkeys(block["section"] for block in blocks if block["section"]):
        upper = key.upper()
        rows += [
            _fact(f"{key}-numbers", f'count("quantities", section="{key}", class_="quantity")', "", 0,
                  f"quantities in section {upper}", f"{upper}部分的数量"),
            _fact(f"{key}-characters", f'characters(section="{key}")', "", 0,
                  f"characters of section {upper}", f"{upper}部分的字数"),
            _fact(f"{key}-density", f"1000 * fact_{key}_numbers / fact_{key}_characters", "", 2,
                  f"quantities in a thousand characters of section {upper}", f"{upper}部分每千字的数量"),
            _fact(f"{key}-promises", f'count("commitments", section="{key}")', "", 0,
                  f"promises in section {upper}", f"{upper}部分的承诺"),
        ]  # fmt: skip
    return rows


def _fact(name: str, formula: str, unit: str, decimals: int, en: str, zh: str) -> Row:
    row = {"id": f"fact-{name}", "formula": formula, "unit": unit, "decimals": decimals, "en": en, "zh": zh}
    return row | {"assumption": "", "state": "draft"}


def to_csv(table: Table, rows: Iterable[Row]) -> str:
    """Write a table as CSV: a header, then a line a row, line feeds at the ends.

    >>> to_csv(TABLES["occurrences"], [{"term": "t-a", "start": 1, "end": 3}])
    'term,start,end\\nt-a,1,3\\n'
    """
    out = io.StringIO()
    names = [column.name for column in table.fields]
    writer = csv.DictWriter(out, names, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(row.get(name)) for name in names})
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def files_of(tables: dict[str, Rows]) -> dict[str, str]:
    """Give the CSV files of an edition by their paths; a table that nobody drafts has its header alone.

    >>> sorted(files_of({}))[0]
    'data/blocks.csv'
    """
    return {table.path: to_csv(table, tables.get(name, [])) for name, table in TABLES.items()}
