"""The rows that answer: the ids by which the site knows them, and the order in which they are read."""

from functools import lru_cache

from jiedu.display.labels import Label
from jiedu.edition import Edition, Row, records
from jiedu.edition.facts import compute
from jiedu.edition.positions import SPANNED, first_occurrences, reading_place
from jiedu.errors import Fault

TYPES = {
    "quantities": "quantity",
    "commitments": "promise",
    "terms": "term",
    "notes": "note",
    "translation": "sentence",
    "facts": "fact",
    "context": "context",
    "claims": "claim",
    "blocks": "block",
    "comparisons": "comparison",
}
"""The tables whose rows answer, and what a row of each is called."""


TYPE_NAMES: dict[str, Label] = {
    "quantity": ("数量", "quantity"),
    "numeral": ("数字", "numeral"),
    "promise": ("承诺", "promise"),
    "term": ("词条", "term"),
    "note": ("注释", "note"),
    "sentence": ("句子", "sentence"),
    "fact": ("推算", "fact"),
    "context": ("页外事实", "context"),
    "claim": ("论断", "claim"),
    "block": ("区块", "block"),
    "comparison": ("对照", "comparison"),
}
"""What the types of records are called."""


def site_id(table: str, name: str) -> str:
    """Give the id under which a row stands on the site: a fact from outside has a prefix.

    >>> site_id("context", "f02"), site_id("quantities", "q-060")
    ('ctx-f02', 'q-060')
    """
    return f"ctx-{name}" if table == "context" else name


def find(edition: Edition, name: str) -> tuple[str, Row]:
    """Find the table and the row that an id of the site names; raises Fault where there is none.

    >>> find(Edition.open(), "ctx-f02")[1]["value"]
    '7左右'
    """
    for table in TYPES:
        own = name.removeprefix("ctx-") if table == "context" else name
        if site_id(table, own) == name and edition.has(table, own):
            return table, _computed(edition)[own] if table == "facts" else edition.row(table, own)
    raise Fault(f"nothing in the edition has the id {name}")


def rows_in_order(edition: Edition) -> dict[str, list[str]]:
    """List the ids of each table in the order in which the page is read.

    >>> rows_in_order(Edition.open())["quantities"][0]
    'q-038'
    """
    return {table: order_of(edition, table) for table in TYPES}


# A table at a time: a notebook that asks for one row depends on that row's table, and on no other.
@lru_cache(maxsize=64)
def order_of(edition: Edition, table: str) -> list[str]:
    """List the ids of one table in the order in which the page is read.

    >>> order_of(Edition.open(), "context")[0]
    'ctx-a01'
    """
    rows = records(edition.tables[table])
    if table in SPANNED:
        rows.sort(key=lambda row: reading_place(edition, row["start"]))
    elif table == "terms":
        first = first_occurrences(edition)
        last = len(edition.text), 0
        rows.sort(key=lambda row: reading_place(edition, first.get(row["id"], last)[0]))
    elif table == "context":
        # A topic is a section of its page, wherever in the table its rows stand.
        topics = list(dict.fromkeys(row["topic"] for row in rows))
        rows.sort(key=lambda row: topics.index(row["topic"]))
    return [site_id(table, row["id"]) for row in rows]


@lru_cache(maxsize=4)
def _computed(edition: Edition) -> dict[str, Row]:
    return {row["id"]: row for row in records(compute(edition))}
