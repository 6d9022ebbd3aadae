"""The promises that hold the English of the page against its Chinese, with the rows of the ledger as the measure."""

import re
from collections.abc import Iterator
from operator import itemgetter

from jiedu.edition import Edition, Row, records
from jiedu.edition.checks.ledger import blocks_of, is_inside, not_inside
from jiedu.edition.citations import missing
from jiedu.edition.english import (
    Conversion,
    as_shown,
    conversions,
    first_phrase,
    goes_on_with_a_noun,
    readings,
    stems,
    tie,
)
from jiedu.edition.number_pairs import paired_numbers, spoken_numbers, stated_numbers
from jiedu.language import tell
from jiedu.text.cleaning import strip_whitespace


def translation_covers_the_page(edition: Edition) -> Iterator[str]:
    """Find sentences that are not what the page says, and characters of a block in no sentence or in two.

    >>> broken = Edition.open().with_row("translation", "s-014", en="")
    >>> next(translation_covers_the_page(broken))
    'data/translation.csv: row s-014: reviewed, but there is no English'
    """
    count = [0] * len(edition.text)
    blocks = blocks_of(edition)
    for row in records(edition.translation):
        where = tell("data/translation.csv: row {row}", row=row["id"])
        if not is_inside(row, blocks):
            yield not_inside(where, row)
            continue
        there = strip_whitespace(edition.text[row["start"] : row["end"]])
        if there != strip_whitespace(row["zh"]):
            yield tell(
                "{where}: the Chinese is {said!r}, the page has {there!r}", where=where, said=row["zh"], there=there
            )
        if row["state"] == "reviewed" and not row["en"] and edition.language != "zh":
            yield tell("{where}: reviewed, but there is no English", where=where)
        for offset in range(row["start"], min(row["end"], len(count))):
            count[offset] += 1
    wrong = [i for i, c in enumerate(edition.text) if not c.isspace() and count[i] != 1]
    if wrong:
        yield tell(
            "data/translation.csv: {count} characters are not in exactly one sentence, the first at {first}",
            count=len(wrong),
            first=wrong[0],
        )


def translation_numbers_agree(edition: Edition) -> Iterator[str]:
    """Find sentence pairs whose numbers differ in value, order, bound or unit: 超290亿元 is over 29 billion yuan.

    The English states every quantity and every Arabic label of the Chinese in their order, in digits or words; it may
    also state Chinese numerals of names and slogans; any other number, also in words, is a fault. A number in square
    brackets is the number before it in another unit, rounded to the digits shown: 1,000 mu [about 67 hectares].

    >>> broken = Edition.open().with_row("translation", "s-014", en="Regional GDP to grow")
    >>> next(translation_numbers_agree(broken))
    'data/translation.csv: row s-014: the English lacks 6.5'
    """
    for row, inside in _sentences(edition):
        for fault in (*_numbers_of(row["en"], inside), *_conversions_of(row["en"])):
            yield tell("data/translation.csv: row {row}: {problem}", row=row["id"], problem=fault)


def _sentences(edition: Edition) -> Iterator[tuple[Row, list[Row]]]:
    """Give each sentence that has its English, with the rows of the ledger inside it."""
    ledger = records(edition.quantities)
    for row in records(edition.translation):
        if row["en"]:
            yield row, [q for q in ledger if q["start"] >= row["start"] and q["end"] <= row["end"]]


def _numbers_of(english: str, rows: list[Row]) -> Iterator[str]:
    labels = [strip_whitespace(row["surface"]) for row in rows if row["class"] != "quantity"]
    optional = [value for label in labels for *_, value in spoken_numbers(label)]
    stated = [number.value for number in readings(english)]
    lost, unexplained = missing([number.value for number in stated_numbers(rows)], optional, stated)
    if lost:
        yield tell("the English lacks {numbers}", numbers=", ".join(map(str, lost)))
    if unexplained:
        yield tell("the Chinese has no {numbers}", numbers=", ".join(map(str, unexplained)))
    if not lost and not unexplained:
        for number, reading in paired_numbers(english, rows):
            if reading is None:
                yield tell(
                    "the English has {number} in another place than row {row}",
                    number=number.value,
                    row=number.row["id"],
                )
            elif differs := number.differs(reading):
                yield tell("the English {differs}", differs=differs)
    if any(row["comparator"] == "sync" for row in rows) and tie(english) is None:
        yield tell("the English does not say that one figure keeps in step with another")


def _conversions_of(english: str) -> Iterator[str]:
    for conversion in conversions(english):
        if fault := _converted(conversion):
            yield tell("the bracket says {words}; {problem}", words=conversion.words, problem=fault)


def _converted(conversion: Conversion) -> str:
    """Say what is wrong with a number in a bracket; "" for nothing."""
    before, said = conversion.before, conversion.said
    if before is None:
        return tell("no number stands right before it that it could convert")
    if said.comparator not in ("eq", "about"):
        return tell("a conversion is about so much or exactly, not {bound}", bound=said.comparator)
    number = f"{before.value:,f} {before.unit}".strip()
    if (exact := conversion.exact) is None:
        return tell("no conversion of {number} into that is known", number=number)
    if as_shown(exact, said.value) != said.value:
        finer = f"{as_shown(exact, said.value, 1):,f}"
        exactly = finer.rstrip("0").rstrip(".") if "." in finer else finer
        return tell("{number} are {exactly}", number=number, exactly=exactly)
    return "" if said.comparator == "about" or exact == said.value else tell("it is rounded, and does not say about")


def names_are_translated(edition: Edition) -> Iterator[str]:
    """Find English names of what a number measures that are not the words of the English beside them.

    Every word of the name stands in the English of the sentence, or of the block where the Chinese noun stands in
    another sentence of it; of what is counted the first words stand behind the number, or before it where no noun
    follows.

    >>> broken = Edition.open().with_row("quantities", "q-049", indicator_en="roads")
    >>> next(names_are_translated(broken))
    "data/quantities.csv: row q-049: s-037 has no road of 'roads'"
    """
    blocks: dict[str, str] = {}
    for row, _ in _sentences(edition):
        blocks[row["block"]] = f"{blocks.get(row['block'], '')} {row['en']}"
    for row, inside in _sentences(edition):
        for quantity in filter(itemgetter("indicator_en"), inside):
            said = strip_whitespace(quantity["indicator"]) in strip_whitespace(row["zh"])
            there = set(stems(row["en"] if said else blocks[row["block"]]))
            lost = [stem for stem in stems(quantity["indicator_en"]) if stem not in there]
            if lost:
                yield tell(
                    "data/quantities.csv: row {row}: {sentence} has no {words} of {name!r}",
                    row=quantity["id"],
                    sentence=row["id"],
                    words=", ".join(lost),
                    name=quantity["indicator_en"],
                )
        yield from _counted(row, inside)


def _counted(row: Row, quantities: list[Row]) -> Iterator[str]:
    """Find numbers that count, in the English of a sentence, something else than their row says."""
    english = row["en"]
    pairs = [(number.row, reading) for number, reading in paired_numbers(english, quantities) if reading]
    ends = [*(reading.start for _, reading in pairs[1:]), len(english)]
    for (quantity, reading), end in zip(pairs, ends, strict=False):
        if reading.unit or quantity["kind"] != "count" or not quantity["indicator_en"]:
            continue
        name = quantity["indicator_en"]
        there, words = english[reading.end : end], stems(first_phrase(name))
        if goes_on_with_a_noun(there):
            # What stands right behind the number begins the name; the rest of it may come after a comma.
            first = stems(re.split("[,;.]", there, maxsplit=1)[0])
            holds = not set(words).isdisjoint(first) and set(words) <= set(stems(there))
        else:
            # Before the number other things are named too, so that the words must stand together.
            there = english[max(english.rfind(mark, 0, reading.start) for mark in ";.") + 1 : reading.start]
            holds = f" {' '.join(words)} " in f" {' '.join(stems(there))} "
        if not holds:
            yield tell(
                "data/quantities.csv: row {row}: {name!r} is not what {sentence} counts there: {there}",
                row=quantity["id"],
                name=name,
                sentence=row["id"],
                there=there.strip()[:40],
            )
