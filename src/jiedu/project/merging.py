"""What is taken from the copies of a project: which signed rows, under which ids, and where they contradict each other.

Nothing is written here: `decide` looks at the copies and says what the merged tables hold, and what they do not.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations

from jiedu.edition.schema import ALL_TABLES
from jiedu.edition.signatures import SCHEMA, SIGNED, SIGNED_WITH, Name, Signature
from jiedu.language import tell
from jiedu.project.copies import PLACES, ProjectCopy, RawTable
from jiedu.reports.export import to_csv

# Tables whose ids are counted: a row that two copies have added under one number is two rows, and one is called anew.
_NUMBERED = frozenset(["quantities", "commitments", "translation", "notes", "context"])
# Of these no two rows share a character of the page.
_APART = frozenset(["quantities", "commitments", "translation"])
# What a row speaks of that is no stretch of the page: with another of it, it is another row under the same number.
_ABOUT = {"notes": "target", "context": "source_url"}
_NAMES = "; "

Cells = Mapping[str, str]
Told = Callable[[], str]
"""A sentence, told when it is asked for: a user is told in a language, and the list of a merge is in English."""


@dataclass(frozen=True)
class Offer:
    """Hold a row as a copy has it signed."""

    copy: ProjectCopy
    signature: Signature

    @property
    def cells(self) -> Cells:
        """Give the cells that were signed."""
        return self.signature.cells


@dataclass(frozen=True)
class Disputed:
    """Hold a row on which copies do not agree, and why it is left as it is here."""

    name: Name
    why: Told
    own: Cells | None
    offers: Sequence[Offer]


@dataclass(frozen=True)
class Left:
    """Hold a row of a copy that is not as it is here, and that its group has not signed."""

    name: Name
    what: Told
    copy: ProjectCopy
    own: Cells
    cells: Cells


@dataclass
class Decision:
    """Hold what a merge takes, by the name that the row gets, and what it leaves."""

    here: ProjectCopy
    copies: Sequence[ProjectCopy]
    taken: dict[Name, Offer] = field(default_factory=dict)
    signatures: dict[Name, Signature] = field(default_factory=dict)
    """The signatures that are new here: of rows that are taken, and of rows that somebody else signed alike."""
    renamed: dict[Name, tuple[ProjectCopy, Name]] = field(default_factory=dict)
    disputed: list[Disputed] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)
    """How many rows are signed here and drafts, or not there, in a copy, by the name of the copy."""
    gone: dict[Name, Name] = field(default_factory=dict)
    """Drafts in whose place a row is taken that stands on the same characters."""


def decide(here: ProjectCopy, copies: Sequence[ProjectCopy]) -> Decision:
    """Say what to take of copies: every row that one of them has signed and no other, nor the project, otherwise."""
    found = Decision(here, copies)
    added: dict[Name, list[Offer]] = {}
    for name, offers in _offered(copies):
        own = here.cells.get(name)
        same = [offer for offer in offers if own is not None and not _are_two(name[0], own, offer.cells)]
        if same and own is not None:
            _settle(found, name, own, same)
        if rest := [offer for offer in offers if offer not in same]:
            added[name] = rest
    for name, offers in added.items():
        _add(found, name, offers)
    _part(found)
    _replace(found)
    for copy in copies:
        _leave(found, copy)
    return found


def _offered(copies: Sequence[ProjectCopy]) -> Iterator[tuple[Name, list[Offer]]]:
    """Gather the signed rows of all copies, table by table."""
    offers: dict[Name, list[Offer]] = {}
    for table in SIGNED:
        for copy in copies:
            for row in copy.tables[table].lines if table in copy.tables else ():
                if signature := copy.signed.get((table, row)):
                    offers.setdefault((table, row), []).append(Offer(copy, signature))
    yield from offers.items()


def _are_two(table: str, one: Cells, other: Cells) -> bool:
    """Tell whether two rows under one number are about two things: other characters of the page, another target.

    >>> _are_two("notes", {"target": "q-001"}, {"target": "q-002"}), _are_two("terms", {"en": "a"}, {"en": "b"})
    (True, False)
    """
    if table in _APART:
        return int(one["end"]) <= int(other["start"]) or int(other["end"]) <= int(one["start"])
    return table in _ABOUT and one.get(_ABOUT[table]) != other.get(_ABOUT[table])


def _settle(found: Decision, name: Name, own: Cells, offers: Sequence[Offer]) -> None:
    """Take a row that is here too, unless it is signed otherwise here, is in an editor's hands, or by two groups."""
    here = found.here
    others = [offer for offer in offers if offer.cells != own]
    kept = here.edition.signatures.signed.get(name)
    if others and name in here.signed:
        by = here.signed[name]
        _dispute(found, name, partial(tell, "signed otherwise here, by {by} on {on}", by=by.by, on=by.on), offers)
    elif others and name in here.in_hand:
        _dispute(found, name, partial(tell, "changed here and not signed"), offers)
    elif name in here.in_hand and kept is not None and kept.cells == own:
        _dispute(found, name, partial(tell, "set back to draft here"), offers)
    elif any(offer.cells != offers[0].cells for offer in offers):
        _dispute(found, name, partial(tell, "signed differently"), offers)
    else:
        _take(found, name, offers)


def _take(found: Decision, name: Name, offers: Sequence[Offer]) -> None:
    """Take a row that all of the offers have alike, with the names of all who signed it."""
    known = found.signatures.get(name) or found.here.signed.get(name)
    signature = _joined(name, [*([known] if known else []), *(offer.signature for offer in offers)])
    if known is None:
        found.taken[name] = offers[0]
    if signature != known:
        found.signatures[name] = signature


def _joined(name: Name, signatures: Sequence[Signature]) -> Signature:
    """Make one signature of several over the same cells: all who signed, and the day on which the last of them did.

    >>> one, other = (Signature("notes", "n-001", {}, by, f"2026-11-0{day}") for by, day in (("A; B", 2), ("B", 3)))
    >>> joined = _joined(("notes", "n-001"), [one, other])
    >>> joined.by, joined.on
    ('A; B', '2026-11-02')
    >>> _joined(("notes", "n-001"), [other, one]).on
    '2026-11-03'
    """
    first = signatures[0]
    by, on = first.by.split(_NAMES), first.on
    for signature in signatures[1:]:
        # Who has signed already adds nothing, so that a second merge changes nothing.
        new = [who for who in signature.by.split(_NAMES) if who not in by]
        if new:
            by, on = by + new, max(on, signature.on)
    return Signature(*name, first.cells, _NAMES.join(by), on)


def _dispute(found: Decision, name: Name, why: Told, offers: Iterable[Offer]) -> None:
    found.disputed.append(Disputed(name, why, found.here.cells.get(name), list(offers)))


def _add(found: Decision, name: Name, offers: Sequence[Offer]) -> None:
    """Take rows that are not here: under their id if it is free, else under another if nothing names them."""
    pairs = combinations(offers, 2)
    if any(one.cells != two.cells and not _are_two(name[0], one.cells, two.cells) for one, two in pairs):
        _dispute(found, name, partial(tell, "signed differently"), offers)
        return
    alike: list[list[Offer]] = []
    for offer in offers:
        same = next((group for group in alike if group[0].cells == offer.cells), None)
        if same is None:
            alike.append([offer])
        else:
            same.append(offer)
    # What is named keeps its id, whoever comes first.
    for same in sorted(alike, key=lambda group: not any(_is_named(name, offer) for offer in group)):
        _add_one(found, name, same)


def _is_named(name: Name, offer: Offer) -> bool:
    return name[1] in offer.copy.named


def _add_one(found: Decision, name: Name, offers: Sequence[Offer]) -> None:
    table, row = name
    named = table not in _NUMBERED or any(_is_named(name, offer) for offer in offers)
    there = _standing(found, table, offers[0].cells)
    free = name not in found.here.cells and name not in found.taken
    if there is not None and not named:
        _take(found, there, offers)
    elif there == name or (there is None and free):
        _take(found, name, offers)
    elif there is not None:
        why = partial(tell, "stands here as {other}, and rows or pages there name it {row}", other=there[1], row=row)
        _dispute(found, name, why, offers)
    elif named:
        why = partial(tell, "the id is another row's here, and rows or pages there name it")
        _dispute(found, name, why, offers)
    else:
        new = _next_free(found, name)
        found.renamed[new] = offers[0].copy, name
        _take(found, new, offers)


def _standing(found: Decision, table: str, cells: Cells) -> Name | None:
    """Find a row that stands here, or is taken, with the same cells, whatever its id."""
    if table not in _NUMBERED:
        return None
    taken = {name: offer.cells for name, offer in found.taken.items() if name[0] == table}
    own = {name: there for name, there in found.here.cells.items() if name[0] == table and name not in taken}
    return next((name for name, there in {**own, **taken}.items() if there == cells), None)


def _next_free(found: Decision, name: Name) -> Name:
    """Count on from the last id in any copy, so that none is given twice."""
    table, row = name
    known = {other for one in (found.here, *found.copies) for at, other in one.cells if at == table}
    known |= {other for at, other in found.taken if at == table}
    head, digits = _numbered(row)
    last = max(int(number) for other in known for start, number in [_numbered(other)] if start == head)
    return table, f"{head}{last + 1:0{len(digits)}}"


def _numbered(row: str) -> tuple[str, str]:
    """Part an id from its number.

    >>> _numbered("n-007"), _numbered("f02")
    (('n-', '007'), ('f', '02'))
    """
    found = re.fullmatch(r"(.*?)([0-9]*)", row)
    assert found is not None
    return found[1], found[2] or "0"


# Rows on the same characters


def _part(found: Decision) -> None:
    """Leave out what two copies have signed on the same characters of the page under two ids."""
    for table in sorted(_APART):
        signed = {name: one.cells for name, one in found.here.signed.items() if name[0] == table}
        taken = {name: one.cells for name, one in found.taken.items() if name[0] == table}
        meeting: dict[Name, Name] = {}
        last: Name | None = None
        rows = signed | taken
        for name in sorted(rows, key=lambda name: (int(rows[name]["start"]), int(rows[name]["end"]))):
            if last is not None and not _are_two(table, rows[last], rows[name]) and _are_of_two(found, last, name):
                meeting |= {last: name, name: last}
            if last is None or int(rows[name]["end"]) >= int(rows[last]["end"]):
                last = name
        for name in meeting.keys() & taken.keys():
            offer = found.taken.pop(name)
            found.signatures.pop(name)
            why = partial(tell, "stands on characters of {row}, which is signed too", row=meeting[name][1])
            _dispute(found, name, why, [offer])


def _are_of_two(found: Decision, one: Name, other: Name) -> bool:
    copies = [found.taken[name].copy if name in found.taken else found.here for name in (one, other)]
    return copies[0] is not copies[1]


def _replace(found: Decision) -> None:
    """Let a draft go where a copy has signed a row on its characters, and no longer has the draft."""
    here = found.here
    fixed = here.signed.keys() | here.in_hand | found.taken.keys()
    for table in _APART:
        drafts = {name: cells for name, cells in here.cells.items() if name[0] == table and name not in fixed}
        for name, offer in found.taken.items():
            if name[0] != table:
                continue
            for draft, cells in drafts.items():
                if draft not in offer.copy.cells and not _are_two(table, cells, offer.cells):
                    found.gone[draft] = name


def _leave(found: Decision, copy: ProjectCopy) -> None:
    """List what a copy has otherwise and nobody has signed there; where the row is signed here, only count it."""
    here = found.here
    passed = 0
    for name, cells in copy.cells.items():
        own = here.cells.get(name)
        if name in copy.signed or cells == own:
            continue
        if name in here.signed:
            passed += 1
        else:
            what = partial(tell, "added there and not signed" if own is None else "changed there and not signed")
            found.left.append(Left(name, what, copy, own or {}, cells))
    for name in here.cells:
        if name in copy.cells or name in found.gone:
            continue
        if name in here.signed:
            passed += 1
        else:
            what = partial(tell, "not in {copy}, kept", copy=copy.name)
            found.left.append(Left(name, what, copy, here.cells[name], {}))
    found.passed[copy.name] = passed


# The merged tables


def merged_files(found: Decision) -> dict[str, str]:
    """Write the tables that change, and the signatures, by path; nothing where nothing does.

    Columns of the project's own are not signed: a row keeps the cells that it has here, a new row brings its own.
    """
    changed = {name[0] for name in [*found.taken, *found.gone]}
    if any(table == "quantities" for table, _ in found.gone):
        changed.add("commitments")
    if not changed and not found.signatures:
        return {}
    tables = {table: _merged(found, table) for table in SIGNED if table in changed}
    files = {ALL_TABLES[table].path: _written(merged) for table, merged in tables.items()}
    files |= _places(found)
    whole = found.here.tables | tables
    rows = ((table, row) for table in SIGNED if table in whole for row in whole[table].lines)
    order = {name: at for at, name in enumerate(rows)}
    signed = dict(found.here.edition.signatures.signed) | found.signatures
    ordered = sorted(signed, key=lambda name: order.get(name, len(order)))
    files[SCHEMA.path] = to_csv([signed[name].as_row() for name in ordered], [column.name for column in SCHEMA.fields])
    return files


def _written(table: RawTable) -> str:
    return to_csv((dict(zip(table.header, line, strict=True)) for line in table.lines.values()), table.header)


def _merged(found: Decision, table: str) -> RawTable:
    there = found.here.tables.get(table)
    header = list(there.header) if there else [column.name for column in ALL_TABLES[table].fields]
    lines = {row: list(line) for row, line in (there.lines if there else {}).items() if (table, row) not in found.gone}
    rows = {name[1]: offer for name, offer in found.taken.items() if name[0] == table}
    for row, offer in rows.items():
        old = dict(zip(header, lines[row], strict=True)) if row in lines else {}
        new = _taken_line(header, row, offer, old)
        if row in lines:
            lines[row] = new
        else:
            lines = _put_behind(lines, _before(offer, lines), row, new)
    if table == "commitments":
        _forget(lines, header, {row for at, row in found.gone if at == "quantities"}, rows)
    if table == "quantities":
        # The ledger stands in the order of the page, which two insertions at one place need not keep.
        at = header.index("start")
        lines = dict(sorted(lines.items(), key=lambda item: int(item[1][at])))
    return RawTable(header, lines)


def _taken_line(header: Sequence[str], row: str, offer: Offer, old: Mapping[str, str]) -> list[str]:
    """Write a taken row: the columns of the schema as the copy has them, those of one's own as they are here."""
    table = ALL_TABLES[offer.signature.table]
    theirs = offer.copy.tables[table.name]
    cells = dict(zip(theirs.header, theirs.lines[offer.signature.row], strict=True))
    ours = {name for name in old if name not in {column.name for column in table.fields}}
    cells |= {name: old[name] for name in ours}
    if table.key == "id":
        cells["id"] = row
    return [cells.get(name, "") for name in header]


def _before(offer: Offer, lines: Mapping[str, Sequence[str]]) -> str | None:
    """Find the row behind which a new one stands: the nearest before it in its own copy that is here too."""
    last = None
    for row in offer.copy.tables[offer.signature.table].lines:
        if row == offer.signature.row:
            break
        last = row if row in lines else last
    return last


def _put_behind(lines: dict[str, list[str]], last: str | None, row: str, line: list[str]) -> dict[str, list[str]]:
    """Insert a row behind another; at the head where there is none.

    >>> list(_put_behind({"n-001": [], "n-002": []}, "n-001", "n-003", []))
    ['n-001', 'n-003', 'n-002']
    """
    found = {} if last is not None else {row: line}
    for name, there in lines.items():
        found[name] = there
        if name == last:
            found[row] = line
    return found


def _forget(lines: Mapping[str, list[str]], header: Sequence[str], gone: set[str], taken: Iterable[str]) -> None:
    """Take numbers that are gone out of the promises that are drafts."""
    at = list(header).index("quantities")
    for row, line in lines.items():
        if row not in taken and gone.intersection(line[at].split()):
            line[at] = " ".join(name for name in line[at].split() if name not in gone)


def _places(found: Decision) -> dict[str, str]:
    """Write where the taken terms stand, which is signed with them."""
    ((terms, _),) = SIGNED_WITH.items()
    taken = {name[1]: offer for name, offer in found.taken.items() if name[0] == terms}
    header, *old = found.here.places
    new: dict[str, list[list[str]]] = {}
    for row, offer in taken.items():
        theirs, *lines = offer.copy.places
        cells = (dict(zip(theirs, line, strict=True)) for line in lines)
        new[row] = [[there.get(name, "") for name in header] for there in cells if there["term"] == row]
    at = header.index("term")
    kept: list[list[str]] = []
    for line in old:
        # Where the first place of a term stood, all of them stand.
        kept += new.pop(line[at], []) if line[at] in taken else [line]
    kept += [line for lines in new.values() for line in lines]
    if kept == old:
        return {}
    return {ALL_TABLES[PLACES].path: to_csv((dict(zip(header, line, strict=True)) for line in kept), header)}
