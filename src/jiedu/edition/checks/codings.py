"""The promises that a double coding holds: of the numerals, and of the kinds of the promises."""

from collections.abc import Iterator, Mapping

from jiedu.edition import Edition, Row, agreement, records
from jiedu.edition.schema import CODING_TABLES, PROMISE_CODING_TABLES, TableSchema
from jiedu.language import tell


def _has(edition: Edition, tables: Mapping[str, TableSchema]) -> bool:
    return all((edition.root / table.path).exists() for table in tables.values())


def coding_is_accounted_for(edition: Edition) -> Iterator[str]:
    """Find disagreements of the two codings that are not listed, and resolutions that the ledger does not follow.

    An edition without a double coding promises nothing here.

    >>> broken = Edition.open().with_row("quantities", "q-018", indicator="街道")
    >>> next(coding_is_accounted_for(broken))
    "data/coding/disagreements.csv: '33条' at 565: resolved as '道路', the ledger has 街道"
    """
    if not _has(edition, CODING_TABLES):
        return
    columns = ["start", "end", "surface", "field", "a", "b"]
    listed = edition.optional("disagreements")
    found = agreement.differences(edition)
    listed_keys = {tuple(row) for row in listed[columns].itertuples(index=False)}
    found_keys = {tuple(row) for row in found.itertuples(index=False)}
    for start, _, surface, field, first, second in sorted(found_keys - listed_keys):
        yield tell(
            "data/coding/disagreements.csv: {surface!r} at {start}, {field}: {first} or {second} is not listed",
            surface=surface,
            start=start,
            field=field,
            first=first,
            second=second,
        )
    for start, _, surface, field, *_ in sorted(listed_keys - found_keys):
        yield tell(
            "data/coding/disagreements.csv: {surface!r} at {start}, {field}: the codings do not differ so",
            surface=surface,
            start=start,
            field=field,
        )
    ledger = edition.quantities
    for row in records(listed):
        where = tell(
            "data/coding/disagreements.csv: {surface!r} at {start}", surface=row["surface"], start=row["start"]
        )
        if row["field"] not in ledger.columns:
            yield tell("{where}: unknown field {field!r}", where=where, field=row["field"])
            continue
        rows = ledger[(ledger["start"] < row["end"]) & (ledger["end"] > row["start"])]
        settled = {(agreement.ABSENT if cell in ("", None) else str(cell)) for cell in rows[row["field"]]}
        if row["resolved"] not in settled:
            yield tell(
                "{where}: resolved as {resolved!r}, the ledger has {cells}",
                where=where,
                resolved=row["resolved"],
                cells=", ".join(sorted(settled)) or tell("no row"),
            )


_LISTED = PROMISE_CODING_TABLES["promises-disagreements"].path


def promise_coding_is_accounted_for(edition: Edition) -> Iterator[str]:
    """Find promises that a coding lacks, disagreements that are not listed, and kinds that no coding supports.

    Where both codings agree the promise has their kind; where they do not it has the one that was resolved. A draft
    needs no coding, and an edition without a double coding of its promises promises nothing here.

    >>> broken = Edition.open().with_row("commitments", "p-033", kind="measure")
    >>> next(promise_coding_is_accounted_for(broken))
    'data/commitments.csv: row p-033: the kind is measure, both codings say result'
    """
    if not _has(edition, PROMISE_CODING_TABLES):
        return
    promises = edition.commitments["kind"].to_dict()
    drafts = {row["id"] for row in records(edition.commitments) if row["state"] == "draft"}
    codings = [edition.optional(name)["kind"].to_dict() for name in ("promises-a", "promises-b")]
    for name, coding in zip(("promises-a", "promises-b"), codings, strict=True):
        for id_ in (promises.keys() - drafts) ^ (coding.keys() - drafts):
            yield tell(
                "{path}: row {row}: the promise is not coded"
                if id_ in promises
                else "{path}: row {row}: there is no such promise",
                path=PROMISE_CODING_TABLES[name].path,
                row=id_,
            )
    first, second = codings
    both = [id_ for id_ in promises if id_ in first and id_ in second]
    listed = {row["id"]: row for row in records(edition.optional("promises-disagreements"))}
    for id_ in both:
        if first[id_] != second[id_] and id_ not in listed:
            yield tell(
                "{path}: row {row}: {first} or {second} is not listed",
                path=_LISTED,
                row=id_,
                first=first[id_],
                second=second[id_],
            )
        elif first[id_] == second[id_] != promises[id_]:
            yield tell(
                "data/commitments.csv: row {row}: the kind is {kind}, both codings say {coded}",
                row=id_,
                kind=promises[id_],
                coded=first[id_],
            )
    for id_, row in listed.items():
        if id_ in both:
            yield from _resolved(row, first[id_], second[id_], promises[id_])


def _resolved(row: Row, first: str, second: str, kind: str) -> Iterator[str]:
    where = tell("{path}: row {row}", path=_LISTED, row=row["id"])
    if first == second or (row["a"], row["b"]) != (first, second):
        yield tell(
            "{where}: {a} and {b}, but the codings say {first} and {second}",
            where=where,
            a=row["a"],
            b=row["b"],
            first=first,
            second=second,
        )
    if row["resolved"] != kind:
        yield tell(
            "{where}: resolved as {resolved}, the table of commitments has {kind}",
            where=where,
            resolved=row["resolved"],
            kind=kind,
        )
