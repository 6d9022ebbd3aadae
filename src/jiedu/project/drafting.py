"""The tables of a new edition: what the machine makes of a report, every row a draft."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from jiedu.edition.schema import TABLES
from jiedu.language import pick
from jiedu.project.blocks import draft_blocks
from jiedu.project.ledger import draft_comparisons, draft_ledger
from jiedu.project.words import draft_sentences, draft_terms
from jiedu.reports.export import to_csv
from jiedu.reports.promises import draft_promises
from jiedu.reports.report import Report

Row = dict[str, Any]
Rows = list[Row]


def draft_tables(report: Report) -> dict[str, Rows]:
    """Draft every table of an edition from what was read, its words in the language that is printed in.

    >>> from jiedu.reports.formats import Source
    >>> from jiedu.reports.report import read_source
    >>> text = "一、今年工作安排⏎　　确保建成2个站点。".replace("⏎", chr(10))
    >>> tables = draft_tables(read_source(Source("a.txt", text)))
    >>> [row["id"] for row in tables["quantities"]], tables["commitments"][0]["quantities"]
    (['q-001', 'q-002'], 'q-002')
    """
    text = report.source.text
    blocks = draft_blocks(text, report.structure, report.numerals)
    ledger = numbered("q", draft_ledger(text, blocks, report.numerals, report.targets))
    promises = numbered("p", draft_promises(text, blocks, report.structure, ledger))
    terms, occurrences = draft_terms(text, blocks, ledger)
    level = report.structure.level.value if report.structure.level else "unknown"
    return {
        "blocks": blocks,
        "quantities": ledger,
        "commitments": promises,
        "terms": terms,
        "occurrences": occurrences,
        "translation": numbered("s", draft_sentences(text, blocks)),
        "notes": [],
        "context": [],
        "comparisons": draft_comparisons(report.place or "本报告", level, ledger, report.targets),
        "facts": draft_facts(blocks),
    }


def numbered(prefix: str, rows: Rows) -> Rows:
    """Give rows without an id the next free one, in their order; an id of another form, a fault of its own, has none.

    >>> [row["id"] for row in numbered("q", [{"id": "q-007"}, {"id": "0"}, {}, {}])]
    ['q-007', '0', 'q-008', 'q-009']
    """
    form = re.compile(rf"{prefix}-([0-9]{{1,9}})")
    last = max((int(at[1]) for row in rows if (at := form.fullmatch(row.get("id") or ""))), default=0)
    for row in rows:
        if not row.get("id"):
            last += 1
            row["id"] = f"{prefix}-{last:03}"
    return rows


_WHOLE = (
    ("characters", "characters()", "characters, white space left out", "全文字数（不计空白）"),
    ("rows", 'count("quantities")', "rows of the number ledger", "数字台账的行数"),
    ("quantities", 'count("quantities", class_="quantity")', "quantities", "数量的个数"),
    (
        "quantities-target",
        'count("quantities", status="target")',
        "quantities that are promised or planned",
        "已承诺的数量",
    ),
    ("quantities-achieved", 'count("quantities", status="achieved")', "quantities that are reported", "已报告的数量"),
    ("slogans", 'count("quantities", class_="slogan")', "terms of numeric shorthand", "数字略语的个数"),
    ("commitments", 'count("commitments")', "promises", "承诺的条数"),
    ("commitments-number", 'count("commitments", quantities="*")', "promises that hold a quantity", "含数量的承诺"),
    (
        "commitments-deadline",
        'count("commitments", deadline="*")',
        "promises with an explicit deadline",
        "有明确期限的承诺",
    ),
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
        rows.append(_fact("targets", formula, "", 0, "quantities in the list of expected targets", "目标清单中的数量"))
    for key in dict.fromkeys(block["section"] for block in blocks if block["section"]):
        upper = key.upper()
        rows += [
            _fact(f"{key}-numbers", f'count("quantities", section="{key}", class_="quantity")', "", 0,
                  f"quantities in section {upper}", f"{upper}版块的数量"),
            _fact(f"{key}-characters", f'characters(section="{key}")', "", 0,
                  f"characters of section {upper}", f"{upper}版块的字数"),
            _fact(f"{key}-density", f"1000 * fact_{key}_numbers / fact_{key}_characters", "", 2,
                  f"quantities in a thousand characters of section {upper}", f"{upper}版块每千字的数量"),
            _fact(f"{key}-promises", f'count("commitments", section="{key}")', "", 0,
                  f"promises in section {upper}", f"{upper}版块的承诺"),
        ]  # fmt: skip
    return rows


def _fact(name: str, formula: str, unit: str, decimals: int, en: str, zh: str) -> Row:
    zh, en = pick(zh, en)
    row = {"id": f"fact-{name}", "formula": formula, "unit": unit, "decimals": decimals, "en": en, "zh": zh}
    return row | {"assumption": "", "state": "draft"}


def files_of(tables: dict[str, Rows], own: Mapping[str, Sequence[str]] | None = None) -> dict[str, str]:
    """Give the CSV files of an edition by their paths; a table that nobody drafts has its header alone.

    `own` names the columns that an edition has added to a table; they stand after the table's own.

    >>> files = files_of({"occurrences": [{"term": "t-a", "start": 0, "end": 2}]}, {"occurrences": ["teacher"]})
    >>> files["data/occurrences.csv"]
    'term,start,end,teacher\\nt-a,0,2,\\n'
    >>> len(files) == len(TABLES), files["data/notes.csv"][:15]
    (True, 'id,target,kind,')
    """
    return {
        table.path: to_csv(tables.get(name, []), [*(c.name for c in table.fields), *(own or {}).get(name, ())])
        for name, table in TABLES.items()
    }
