"""The promises that hold the tables against the page."""

from collections.abc import Iterator

from jiedu.edition import Edition, Row, records
from jiedu.language import tell
from jiedu.text.cleaning import strip_whitespace
from jiedu.text.numerals import NUMERAL_CHARACTERS
from jiedu.text.spans import SpanIndex


def blocks_of(edition: Edition) -> dict[str, Row]:
    return {block["id"]: block for block in records(edition.blocks)}


def is_inside(row: Row, blocks: dict[str, Row]) -> bool:
    block = blocks.get(row["block"])
    return block is not None and block["start"] <= row["start"] < row["end"] <= block["end"]


def not_inside(where: str, row: Row) -> str:
    """Say that a row does not stand in the block that it names."""
    return tell(
        "{where}: {start}–{end} is not inside block {block!r}",
        where=where,
        start=row["start"],
        end=row["end"],
        block=row["block"],
    )


def blocks_cover_the_page(edition: Edition) -> Iterator[str]:
    """Find characters in no block or in two, a torn order, and headings that are not on the page.

    >>> broken = Edition.open().with_row("blocks", "a-1", order=99)
    >>> next(blocks_cover_the_page(broken))
    'data/blocks.csv: the column order does not count from 1 without a gap'
    """
    owner: list[str | None] = [None] * len(edition.text)
    page = strip_whitespace(edition.text)
    for row in records(edition.blocks):
        where = tell("data/blocks.csv: row {row}", row=row["id"])
        start, end, heading = row["start"], row["end"], row["heading_zh"]
        if not 0 <= start < end <= len(edition.text):
            yield tell("{where}: offsets {start}–{end} are not a span of the page", where=where, start=start, end=end)
            continue
        taken = next((i for i in range(start, end) if owner[i] and not edition.text[i].isspace()), end)
        if taken < end:
            yield tell(
                "{where}: character {offset} is already in {owner}", where=where, offset=taken, owner=owner[taken]
            )
        owner[start:taken] = [row["id"]] * (taken - start)
        if strip_whitespace(heading) not in page:
            yield tell("{where}: the heading {heading!r} is not on the page", where=where, heading=heading)
        opens = strip_whitespace(edition.text[start:end]).startswith(strip_whitespace(heading))
        if row["role"] == "subsection" and not opens:
            yield tell("{where}: the text does not begin with its heading {heading!r}", where=where, heading=heading)
    lost = [i for i, c in enumerate(edition.text) if not c.isspace() and owner[i] is None]
    if lost:
        yield tell(
            "data/blocks.csv: {count} characters of the page are in no block, the first at {first}",
            count=len(lost),
            first=lost[0],
        )
    if sorted(edition.blocks["order"]) != list(range(1, len(edition.blocks) + 1)):
        yield tell("data/blocks.csv: the column order does not count from 1 without a gap")


def surfaces_are_on_the_page(edition: Edition) -> Iterator[str]:
    """Find quantities whose surface, indicator or deadline is not what the page says.

    >>> broken = Edition.open().with_row("quantities", "q-049", surface="56个")
    >>> next(surfaces_are_on_the_page(broken))
    "data/quantities.csv: row q-049: the surface is '56个', the page has '55个' at 1710–1713"
    """
    blocks = blocks_of(edition)
    for row in records(edition.quantities):
        where = tell("data/quantities.csv: row {row}", row=row["id"])
        there = edition.text[row["start"] : row["end"]]
        if there != row["surface"]:
            yield tell(
                "{where}: the surface is {said!r}, the page has {there!r} at {start}–{end}",
                where=where,
                said=row["surface"][:40],
                there=there[:40],
                start=row["start"],
                end=row["end"],
            )
        if not is_inside(row, blocks):
            yield not_inside(where, row)
            continue
        block = blocks[row["block"]]
        body = strip_whitespace(edition.text[block["start"] : block["end"]])
        for column in ("indicator", "deadline"):
            if strip_whitespace(row[column]) not in body:
                yield tell(
                    "{where}: the {column} {cell!r} is not in block {block}",
                    where=where,
                    column=column,
                    cell=row[column],
                    block=row["block"],
                )
        is_quantity = row["class"] == "quantity"
        if is_quantity and (row["value"] is None) != (row["comparator"] == "sync"):
            yield tell("{where}: a quantity has a value, or the comparator sync and none", where=where)
        if not is_quantity and any(row[c] not in ("", None) for c in ("value", "unit", "comparator", "kind", "status")):
            yield tell(
                "{where}: a {name} has no value, unit, comparator, kind or status", where=where, name=row["class"]
            )


def unassigned(edition: Edition) -> list[int]:
    """Give the offsets of numeral characters that no row of the ledger covers.

    >>> unassigned(Edition.open().with_row("quantities", "q-048", start=1673))
    [1672]
    """
    covered: set[int] = set()
    for start, end in zip(edition.quantities["start"], edition.quantities["end"], strict=True):
        covered.update(range(max(start, 0), min(end, len(edition.text))))
    return [i for i, c in enumerate(edition.text) if c in NUMERAL_CHARACTERS and i not in covered]


def numerals_are_assigned(edition: Edition) -> Iterator[str]:
    """Find numeral characters in no row of the ledger, or in two.

    >>> broken = Edition.open().with_row("quantities", "q-048", start=1673)
    >>> next(numerals_are_assigned(broken))
    "data/quantities.csv: the numeral '一' at 1672 (，全力再储备一批中央投资) is in no row"
    """
    for offset in unassigned(edition):
        around = strip_whitespace(edition.text[max(0, offset - 6) : offset + 7])
        yield tell(
            "data/quantities.csv: the numeral {numeral!r} at {offset} ({around}) is in no row",
            numeral=edition.text[offset],
            offset=offset,
            around=around,
        )
    last_end, last_id = 0, ""
    for row in sorted(records(edition.quantities), key=lambda row: row["start"]):
        if row["start"] < last_end:
            yield tell("data/quantities.csv: row {row} overlaps row {other}", row=row["id"], other=last_id)
        if row["end"] > last_end:
            last_end, last_id = row["end"], row["id"]


def ledger_is_in_order(edition: Edition) -> Iterator[str]:
    """Find a ledger whose rows do not follow the file, or sentence and promise ids out of reading order.

    >>> broken = Edition.open().with_row("quantities", "q-049", start=0)
    >>> next(ledger_is_in_order(broken))
    'data/quantities.csv: the rows are not in the order of the file'
    """
    if not edition.quantities["start"].is_monotonic_increasing:
        yield tell("data/quantities.csv: the rows are not in the order of the file")
    place = {block["id"]: block["order"] for block in records(edition.blocks)}
    for name in ("commitments", "translation"):
        keys = [(place.get(row["block"], 0), row["start"]) for row in records(edition.tables[name])]
        if keys != sorted(keys):
            yield tell("data/{table}.csv: the rows are not in reading order", table=name)


def targets_agree(edition: Edition) -> Iterator[str]:
    """Find mentions of one target that give different values or units; the hedge may differ.

    >>> broken = Edition.open().with_row("quantities", "q-107", unit="‰")
    >>> next(targets_agree(broken))
    'data/quantities.csv: target gdp-growth has the units %, ‰'
    """
    named: dict[str, list[Row]] = {}
    for row in records(edition.quantities):
        if row["target_id"] and row["comparator"] != "sync":
            named.setdefault(row["target_id"], []).append(row)
    for target, rows in sorted(named.items()):
        for column in ("value", "unit"):
            stated = {row[column] for row in rows}
            if len(stated) > 1:
                yield tell(
                    "data/quantities.csv: target {target} has the values {stated}"
                    if column == "value"
                    else "data/quantities.csv: target {target} has the units {stated}",
                    target=target,
                    stated=", ".join(sorted(map(str, stated))),
                )


def commitments_hold(edition: Edition) -> Iterator[str]:
    """Find promises whose text, cue, verb, deadline or quantities are not what the page and the ledger say.

    >>> broken = Edition.open().with_row("commitments", "p-026", quantities="q-050")
    >>> next(commitments_hold(broken))
    "data/commitments.csv: row p-026: quantities are 'q-050', the ledger has 'q-049' there"
    """
    # A threshold, the length of a plan or a count that only structures the text is not what is promised.
    ledger = SpanIndex(row for row in records(edition.quantities) if row["status"] == "target")
    page = strip_whitespace(edition.text)
    blocks = blocks_of(edition)
    last_end = dict.fromkeys(blocks, 0)
    for row in records(edition.commitments):
        where = tell("data/commitments.csv: row {row}", row=row["id"])
        if not is_inside(row, blocks):
            yield not_inside(where, row)
            continue
        there = strip_whitespace(edition.text[row["start"] : row["end"]])
        if there != row["text"]:
            yield tell(
                "{where}: the text is {said!r}, the page has {there!r}", where=where, said=row["text"], there=there
            )
        if row["start"] < last_end[row["block"]]:
            yield tell("{where}: overlaps the promise before it", where=where)
        last_end[row["block"]] = row["end"]
        if row["cue"] and strip_whitespace(edition.text[row["cue_start"] : row["cue_end"]]) != row["cue"]:
            yield tell(
                "{where}: the cue {cue!r} is not at {start}–{end}",
                where=where,
                cue=row["cue"],
                start=row["cue_start"],
                end=row["cue_end"],
            )
        if strip_whitespace(row["deadline"]) not in page:
            yield tell("{where}: the deadline {deadline!r} is not on the page", where=where, deadline=row["deadline"])
        inside = [q["id"] for q in ledger.inside(row["start"], row["end"])]
        if row["quantities"].split() != inside:
            yield tell(
                "{where}: quantities are {said!r}, the ledger has {there!r} there",
                where=where,
                said=row["quantities"],
                there=" ".join(inside),
            )


def occurrences_hold(edition: Edition) -> Iterator[str]:
    """Find occurrences that do not spell their term, and terms that occur nowhere.

    >>> broken = Edition.open().with_row("terms", "t-liu-wen", term="六保")
    >>> next(occurrences_hold(broken))
    "data/occurrences.csv: row 191: the term is '六保', the page has '六稳'"
    """
    terms = {row["id"]: row["term"] for row in records(edition.terms)}
    for number, row in enumerate(records(edition.occurrences), 2):
        where = tell("data/occurrences.csv: row {row}", row=number)
        if row["term"] not in terms:
            yield tell("{where}: unknown term {term!r}", where=where, term=row["term"])
            continue
        term, there = terms[row["term"]], strip_whitespace(edition.text[row["start"] : row["end"]])
        if there != strip_whitespace(term):
            yield tell("{where}: the term is {term!r}, the page has {there!r}", where=where, term=term, there=there)
    for id_ in sorted(terms.keys() - set(edition.occurrences["term"])):
        yield tell("data/terms.csv: row {row}: the term occurs nowhere on the page", row=id_)


def claims_are_on_the_page(edition: Edition) -> Iterator[str]:
    """Find claims that quote words which their block does not have.

    >>> broken = Edition.open().with_row("claims", "claim-1", zh="力促开放")
    >>> next(claims_are_on_the_page(broken))
    "data/claims.csv: row claim-1: '力促开放' is not in block commentary"
    """
    blocks = blocks_of(edition)
    for row in records(edition.claims):
        where = tell("data/claims.csv: row {row}", row=row["id"])
        if row["block"] not in blocks:
            yield tell("{where}: unknown block {block!r}", where=where, block=row["block"])
            continue
        block = blocks[row["block"]]
        if strip_whitespace(row["zh"]) not in strip_whitespace(edition.text[block["start"] : block["end"]]):
            yield tell("{where}: {words!r} is not in block {block}", where=where, words=row["zh"], block=row["block"])
