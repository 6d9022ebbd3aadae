"""Where the English of a sentence states the numbers of the ledger: what is marked there beside the Chinese."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from jiedu.edition import Edition, Row, records
from jiedu.edition.english import EnglishNumber, readings, tie
from jiedu.edition.number_pairs import paired_numbers, spoken_numbers
from jiedu.text.cleaning import strip_whitespace

EnglishSpan = tuple[int, int, str]
"""Start and end in the English of a sentence, and the id of the row of the ledger that stands there."""


def english_spans(edition: Edition, sentence_id: str) -> list[EnglishSpan]:
    """Find the words of a sentence's English that state the rows of the ledger, in the order of the English.

    A quantity has one span, its number with magnitude and unit; where it is tied to another figure and has no number,
    the words that tie it. A label or slogan has a span for each number that the English gives of it, and none where
    it cannot be told which row a number belongs to. Spans do not overlap. Empty for a sentence without English;
    raises Fault for an unknown one.

    >>> edition = Edition.open()
    >>> english = edition.row("translation", "s-074")["en"]
    >>> [(english[start:end], name) for start, end, name in english_spans(edition, "s-074")]
    [('300,000 square metres', 'q-060')]
    >>> english = edition.row("translation", "s-055")["en"]
    >>> [(english[start:end], name) for start, end, name in english_spans(edition, "s-055")]
    [('two', 'q-001'), ('three', 'q-002'), ('one', 'q-002')]
    """
    sentence = edition.row("translation", sentence_id)
    rows = [row for row in _ledger(edition) if sentence["start"] <= row["start"] and row["end"] <= sentence["end"]]
    english = sentence["en"]
    paired = [(row.row, reading) for row, reading in paired_numbers(english, rows) if reading is not None]
    quantities = _whole((row, reading) for row, reading in paired if row["class"] == "quantity")
    others = [(reading.start, reading.end, row["id"]) for row, reading in paired if row["class"] != "quantity"]
    taken = [span[:2] for span in (*quantities, *others)]
    left = [one for one in readings(english) if not any(start <= one.start < end for start, end in taken)]
    named = [row for row in rows if row["class"] != "quantity" and row["id"] not in {name for *_, name in others}]
    return sorted([*quantities, *others, *_spoken(named, left), *_tied(rows, english)])


@lru_cache(maxsize=4)
def _ledger(edition: Edition) -> list[Row]:
    return sorted(records(edition.quantities), key=lambda row: int(row["start"]))


def _whole(paired: Iterator[tuple[Row, EnglishNumber]]) -> list[EnglishSpan]:
    """Run the two ends of a range together: it is one quantity."""
    spans: dict[str, EnglishSpan] = {}
    for row, reading in paired:
        start = spans[row["id"]][0] if row["id"] in spans else reading.start
        spans[row["id"]] = (start, reading.end, row["id"])
    return list(spans.values())


def _spoken(rows: list[Row], left: list[EnglishNumber]) -> Iterator[EnglishSpan]:
    """Give the numbers that nothing states yet to the names and slogans that speak them, where each finds its own."""
    waiting = Counter(reading.value for reading in left)
    said = [(row, value) for row in rows for value in _parts(strip_whitespace(row["surface"]), waiting)]
    for value, count in waiting.items():
        speakers = [row for row, one in said if one == value]
        # 统一 is unified: a word says its numeral in English only where no name does.
        named = [row for row in speakers if row["class"] != "word"]
        ids = [row["id"] for row in (named if len(named) == count else speakers)]
        # Of two that may speak one number it cannot be told which does.
        if len(ids) == count:
            there = [reading for reading in left if reading.value == value]
            yield from ((one.start, one.end, name) for one, name in zip(there, ids, strict=True))


def _parts(surface: str, waiting: Counter[Decimal]) -> Iterator[Decimal]:
    """Cut the numerals of a name, from the left, into the longest parts that the English has."""
    at = 0
    for start, end, value in spoken_numbers(surface):
        if start >= at and value in waiting:
            at = end
            yield value


def _tied(rows: list[Row], english: str) -> Iterator[EnglishSpan]:
    tied = [row["id"] for row in rows if row["comparator"] == "sync" and row["value"] is None]
    if len(tied) == 1 and (words := tie(english)):
        yield *words, tied[0]
