"""`jiedu update`: the page read again; draft rows are the machine's and refreshed, reviewed rows are not touched."""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from jiedu.edition import Edition, Tables, records
from jiedu.edition.checks import check
from jiedu.edition.checks.prose import prose_of
from jiedu.edition.citations import citations
from jiedu.edition.reading import read_text
from jiedu.edition.schema import PACKAGE, TABLES, describe, own_columns
from jiedu.errors import Fault
from jiedu.files import replace_folder, safe_name, write_whole
from jiedu.language import speaking, tell
from jiedu.project.blocks import draft_blocks
from jiedu.project.drafting import Row, Rows, draft_facts, files_of, numbered
from jiedu.project.ledger import draft_comparisons, draft_ledger, uncovered
from jiedu.project.making import package_of
from jiedu.project.pages import project_files
from jiedu.project.words import draft_sentences, draft_terms
from jiedu.reports.formats import Source
from jiedu.reports.promises import draft_promises
from jiedu.reports.report import Report, read_source
from jiedu.text.spans import SpanIndex

# What a person adds to a draft and no machine writes: carried over to the row that takes its place.
_BY_HAND = {
    "blocks": ("heading_en",),
    "quantities": ("indicator_en", "note"),
    "commitments": ("actor", "note"),
    "terms": ("en", "expansion_zh", "expansion_en", "source", "note"),
    "translation": ("en",),
}


def refresh(folder: Path) -> list[str]:
    """Read the page of a project again and refresh its draft rows; give a line for each table that changed.

    A reviewed row keeps its id and every cell; a draft row that would overlap it gives way. Raises Fault, with
    nothing changed, where this is no edition or the tables would no longer hold what an edition promises.
    """
    edition = Edition.open(folder)
    with speaking(edition.language):
        return _refreshed(folder, edition)


def _refreshed(folder: Path, edition: Edition) -> list[str]:
    root = edition.root
    package = package_of(root)
    # As they are written: what an editor has changed since it was signed is still the editor's, and stays.
    before = {name: _rows(frame) for name, frame in Tables.read(root).items()}
    report = read_source(Source(_source(package), edition.text))
    own = {name: own_columns(root, table) for name, table in TABLES.items()}
    after = _with_own(before, updated(edition, before, report), own)
    changed = {path: text for path, text in files_of(after, own).items() if _there(root, path) != text}
    others = _project_files(root, package, report, before, after)
    lines = [line for name in before if (line := _said(name, before[name], after[name]))]
    lines += [
        tell("{path}: written anew" if text is not None else "{path}: removed", path=path)
        for path, text in others.items()
    ]
    if not changed and not others:
        return [tell("nothing has changed")]
    with tempfile.TemporaryDirectory(dir=root, prefix=".update.") as made:
        staged = Path(made)
        for name in ("data", "book", "notebooks"):
            if (root / name).is_dir():
                shutil.copytree(root / name, staged / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        for path, text in changed.items():
            write_whole(staged / path, text)
        write_whole(staged / PACKAGE, describe(staged, dict(package)))
        faults = check(staged)
        # What was wrong before is no fault of the update; where nothing is wrong, it need not be asked.
        known = set(check(root)) if faults else set()
        faults = [fault for fault in faults if fault not in known]
        broken = [fault for fault in faults if _is_ours(fault, known, after)]
        if broken:
            raise Fault(
                tell(
                    "{name}: nothing was changed, since the tables would not hold: {fault}",
                    name=safe_name(folder),
                    fault=broken[0],
                )
            )
        _replace(root, staged, others)
    return lines + [tell("now at fault: {fault}", fault=fault) for fault in faults]


# A fault is told in English or in Chinese.
_ROW = re.compile(r"data/(?P<table>[a-z]+)\.csv(?:: row |：行)(?P<id>[a-z0-9-]+)[:：]")


def _is_ours(fault: str, known: Iterable[str], after: Mapping[str, Rows]) -> bool:
    """Tell whether a fault is the update's own; one of prose, or of a row that a person answers for, is theirs.

    >>> rows = {"terms": [{"id": "t-a", "state": "reviewed"}]}
    >>> [_is_ours(f"data/terms.csv{row}", [], rows) for row in (": row t-a: no", "：行t-a：无", "：行t-b：无")]
    [False, False, True]
    """
    row = _ROW.match(fault)
    if row is None:
        return fault.startswith("data/")
    rows = after.get(row["table"], [])
    reviewed = any(r.get("id") == row["id"] and r.get("state", "reviewed") == "reviewed" for r in rows)
    return not reviewed and not any(old.startswith(row[0]) for old in known)


def updated(edition: Edition, before: Mapping[str, Rows], report: Report) -> dict[str, Rows]:
    """Put the tables of an edition together anew: what a person has reviewed, and around it what the machine reads."""
    text = edition.text
    cited = _cited(edition)
    blocks = _blocks(before, report)
    order = {block["id"]: block["order"] for block in blocks}

    def placed(row: Row) -> tuple[int, int]:
        return order.get(row["block"], 0), row["start"]

    ledger = _ledger(before, blocks, report, cited)
    promises = draft_promises(text, blocks, report.structure, ledger)
    commitments = _around("commitments", before["commitments"], promises, cited, lambda row: (row["start"], row["end"]))
    numbers = SpanIndex(ledger)
    for row in commitments:
        if row["state"] == "draft":
            inside = numbers.inside(row["start"], row["end"])
            row["quantities"] = " ".join(q["id"] for q in inside if q["status"] == "target")
    terms, occurrences = _terms(before, text, blocks, ledger, cited)
    return dict(before) | {
        "blocks": blocks,
        "quantities": ledger,
        "commitments": sorted(numbered("p", commitments), key=placed),
        "terms": terms,
        "occurrences": occurrences,
        "translation": sorted(numbered("s", _translation(before["translation"], text, blocks)), key=placed),
        "comparisons": _comparisons(before["comparisons"], ledger, report, _signed(edition, "comparisons")),
        "facts": _facts(before["facts"], draft_facts(blocks), cited),
    }


def _rows(frame: pd.DataFrame) -> Rows:
    """Give the rows of a table as they are drafted: plain numbers, None where a cell is empty and not text."""
    return [
        {name: None if value is None or value is pd.NA else _plain(value) for name, value in row.items()}
        for row in records(frame)
    ]


def _with_own(before: Mapping[str, Rows], after: Mapping[str, Rows], own: Mapping[str, list[str]]) -> dict[str, Rows]:
    """Keep what stands in the columns that an edition has added, with the row of the same id, or of the same place."""

    def key(row: Row) -> Any:
        return row.get("id") or (row["term"], row["start"], row["end"])

    kept = dict(after)
    for table, columns in own.items():
        if columns:
            there = {key(row): row for row in before[table]}
            kept[table] = [row | {c: there.get(key(row), {}).get(c, "") for c in columns} for row in after[table]]
    return kept


def _plain(value: Any) -> Any:
    return int(value) if hasattr(value, "dtype") else value


def _source(package: Mapping[str, Any]) -> str:
    sources = package.get("sources") or [{}]
    return str(sources[0].get("path", "")) if isinstance(sources[0], dict) else ""


def _cited(edition: Edition) -> set[str]:
    """Collect the ids that prose, notes and comparisons name: such a row does not vanish."""
    ids = {citation.id for _, _, prose in prose_of(edition) for citation in citations(prose)}
    for row in records(edition.notes):
        ids |= {row["target"], *row["sources"].split()}
    return ids | {row["source"] for row in records(edition.comparisons) if not row["id"].startswith("r-own-")}


def _reviewed(rows: Iterable[Row]) -> Rows:
    return [row for row in rows if row["state"] == "reviewed"]


def _blocks(before: Mapping[str, Rows], report: Report) -> Rows:
    """Cut the page anew, unless a person has reviewed a block or anything that stands in one."""
    if any(_reviewed(before[name]) for name in ("blocks", "quantities", "commitments", "translation")):
        return before["blocks"]
    fresh = draft_blocks(report.source.text, report.structure, report.numerals)
    old = {(row["id"], row["start"], row["end"]): row for row in before["blocks"]}
    return [_carried("blocks", old.get((row["id"], row["start"], row["end"])), row) for row in fresh]


def _carried(table: str, old: Row | None, row: Row) -> Row:
    """Give a fresh row the id of the draft row it takes the place of, and what a person had added there."""
    if old is None:
        return row
    added = {name: old[name] for name in _BY_HAND.get(table, ()) if old[name] and not row[name]}
    return row | added | {"id": old["id"]}


def _overlaps(row: Row, others: SpanIndex) -> bool:
    return bool(others.meeting(row["start"], row["end"]))


def _around(table: str, before: Rows, fresh: Iterable[Row], cited: set[str], key: Callable[[Row], Any]) -> Rows:
    """Keep the reviewed rows, and put the fresh rows around them; a cited draft row stays where nothing replaces it."""
    kept = _reviewed(before)
    old = {key(row): row for row in before if row["state"] != "reviewed"}
    fixed = SpanIndex(kept)
    rows = [_carried(table, old.get(key(row)), row) for row in fresh if not _overlaps(row, fixed)]
    used = {row.get("id") for row in rows}
    left = [row for row in old.values() if row["id"] in cited and row["id"] not in used]
    there = SpanIndex(kept + rows)
    return kept + rows + [row for row in left if not _overlaps(row, there)]


def _ledger(before: Mapping[str, Rows], blocks: Rows, report: Report, cited: set[str]) -> Rows:
    text = report.source.text
    promises = _reviewed(before["commitments"])
    # A reviewed promise names its quantities: they stay what they are, and no further one comes in.
    named = {name for promise in promises for name in promise["quantities"].split()}
    old = [row | {"state": "reviewed"} if row["id"] in named else row for row in before["quantities"]]
    known = {row["id"] for row in old}
    whole = SpanIndex(row for row in promises if known.issuperset(row["quantities"].split()))
    fresh = [
        row
        for row in draft_ledger(text, blocks, report.numerals, report.targets)
        if row["status"] != "target" or not _overlaps(row, whole)
    ]
    rows = _around("quantities", old, fresh, cited, lambda row: row["start"])
    states = {row["id"]: row["state"] for row in before["quantities"]}
    places = SpanIndex(blocks)
    placed = []
    for row in rows:
        block = places.holding(row["start"], row["end"])
        if block is not None:
            placed.append(row | {"block": block["id"]} | ({"state": states[row["id"]]} if row.get("id") else {}))
    _settle_targets(placed)
    targets = SpanIndex(row for row in placed if not row.get("id") and row["status"] == "target")
    for promise in promises:
        # A row that a reviewed promise names and that was lost comes back under its id.
        lost = [name for name in promise["quantities"].split() if name not in known]
        back = [row for row in targets.meeting(promise["start"], promise["end"]) if not row.get("id")]
        for row, name in zip(back, lost, strict=False):
            row["id"] = name
    placed += uncovered(text, blocks, placed)
    return sorted(numbered("q", placed), key=lambda row: row["start"])


def _settle_targets(rows: Rows) -> None:
    """Take the target from a draft row that gives it another value than a reviewed row."""
    settled = {row["target_id"]: (row["value"], row["unit"]) for row in _reviewed(rows) if row["target_id"]}
    for row in rows:
        name = row["target_id"]
        tied = row["comparator"] == "sync"
        if row["state"] == "draft" and name in settled and not tied and settled[name] != (row["value"], row["unit"]):
            row["target_id"] = ""


def _terms(before: Mapping[str, Rows], text: str, blocks: Rows, ledger: Rows, cited: set[str]) -> tuple[Rows, Rows]:
    """Keep the reviewed terms with their places; a draft that a person gave English to stays too."""
    fresh, places = draft_terms(text, blocks, ledger)
    found = {row["term"] for row in fresh}
    kept = [
        row
        for row in before["terms"]
        if row["state"] == "reviewed" or (row["term"] not in found and (row["en"] or row["id"] in cited))
    ]
    names = {row["term"] for row in kept}
    old = {row["term"]: row for row in before["terms"]}
    taken = {row["id"] for row in kept} | {row["id"] for row in before["terms"] if row["term"] in found}
    ids: dict[str, str] = {}
    rows = list(kept)
    for row in fresh:
        if row["term"] in names:
            continue
        made = _carried("terms", old.get(row["term"]), row)
        number = 2
        while made["id"] in taken and row["term"] not in old:
            made = made | {"id": f"{row['id']}-{number}"}
            number += 1
        taken.add(made["id"])
        ids[row["id"]] = made["id"]
        rows.append(made)
    own = {row["id"] for row in kept}
    occurrences = [row for row in before["occurrences"] if row["term"] in own]
    occurrences += [row | {"term": ids[row["term"]]} for row in places if row["term"] in ids]
    # The order of the file stays, and what is new comes last, so that a change can be read as a difference.
    order = {row["id"]: at for at, row in enumerate(before["terms"])}
    rows.sort(key=lambda row: order.get(row["id"], len(order)))
    occurrences.sort(key=lambda row: order.get(row["term"], len(order)))
    return rows, occurrences


def _translation(before: Rows, text: str, blocks: Rows) -> Rows:
    """Keep the sentences that are reviewed or have English; cut what lies between them."""
    places = SpanIndex(blocks)
    kept = [row for row in before if (row["state"] == "reviewed" or row["en"]) and _inside(row, places)]
    fixed = SpanIndex(kept)
    old = {(row["start"], row["end"]): row for row in before}
    stretches = []
    for block in blocks:
        at = block["start"]
        for row in fixed.inside(block["start"], block["end"]):
            stretches.append({"id": block["id"], "start": at, "end": row["start"]})
            at = row["end"]
        stretches.append({"id": block["id"], "start": at, "end": block["end"]})
    fresh = draft_sentences(text, [part for part in stretches if text[part["start"] : part["end"]].strip()])
    return kept + [_carried("translation", old.get((row["start"], row["end"])), row) for row in fresh]


def _inside(row: Row, blocks: SpanIndex) -> bool:
    block = blocks.holding(row["start"], row["end"])
    return block is not None and block["id"] == row["block"]


def _signed(edition: Edition, table: str) -> set[str]:
    return {row for name, row in edition.signatures.signed if name == table}


def _comparisons(before: Rows, ledger: Rows, report: Report, signed: set[str]) -> Rows:
    """Refresh the report's own targets that come from draft rows and are not signed; every other row is a person's."""
    states = {row["id"]: row["state"] for row in ledger}
    kept = [
        row
        for row in before
        if not row["id"].startswith("r-own-")
        or row["id"] in signed
        or states.get(row["source"]) == "reviewed"
        or row["aspect"] != "target"
    ]
    known = {row["id"] for row in kept}
    level = report.structure.level.value if report.structure.level else "unknown"
    fresh = draft_comparisons(report.place or "本报告", level, ledger, report.targets)
    # The order of the file stays, and what is new comes first.
    order = {row["id"]: at for at, row in enumerate(before, 1)}
    return sorted([row for row in fresh if row["id"] not in known] + kept, key=lambda row: order.get(row["id"], 0))


# What draft_facts counts of one section.
_OF_A_SECTION = re.compile(r"fact-[a-z]+-(?:numbers|characters|density|promises)")
_FACT = re.compile(r"\bfact(?:_[a-z0-9]+)+")


def _facts(before: Rows, fresh: Rows, cited: set[str]) -> Rows:
    """Refresh the drafted facts; a reviewed one, one that a person wrote, and one that is named stays as it is.

    What the machine counted of a section that is no more goes: a density of nothing could not be computed.
    """
    made = {row["id"]: row for row in fresh}
    rows = [row if row["state"] == "reviewed" else made.get(row["id"], row) for row in before]
    stale = {
        row["id"]: row
        for row in rows
        if row["state"] == "draft" and row["id"] not in made and _OF_A_SECTION.fullmatch(row["id"])
    }
    # A fact that stays keeps those that its formula names, and these keep theirs.
    staying = [row for row in rows if row["id"] not in stale] + [stale[id_] for id_ in cited & stale.keys()]
    for row in staying:
        stale.pop(row["id"], None)
        named = {name.replace("_", "-") for name in _FACT.findall(row["formula"])}
        staying += [stale.pop(id_) for id_ in sorted(named & stale.keys())]
    known = {row["id"] for row in rows}
    return [row for row in rows if row["id"] not in stale] + [row for row in fresh if row["id"] not in known]


def _said(name: str, before: Rows, after: Rows) -> str:
    """Say what changed in a table; nothing where nothing did."""
    if before == after:
        return ""
    if not before or "id" not in before[0]:
        return tell("{table}: {count} rows, {before} before", table=name, count=len(after), before=len(before))
    old, new = {row["id"]: row for row in before}, {row["id"]: row for row in after}
    added = sum(id_ not in old for id_ in new)
    changed = sum(id_ in old and old[id_] != row for id_, row in new.items())
    gone = sum(id_ not in new for id_ in old)
    reviewed = sum(row.get("state") == "reviewed" for row in before)
    said = [
        tell("{count} new", count=added) if added else "",
        tell("{count} changed", count=changed) if changed else "",
        tell("{count} gone", count=gone) if gone else "",
        tell("{count} reviewed and left alone", count=reviewed) if reviewed else "",
    ]
    return tell("{name}: {line}", name=name, line=tell(", ").join(filter(None, said)))


def _project_files(
    root: Path, package: Mapping[str, Any], report: Report, before: Mapping[str, Rows], after: Mapping[str, Rows]
) -> dict[str, str | None]:
    """Give the pages and notebooks to be written anew (None: removed): only those that nobody has touched."""
    words = (str(package.get("title", "")), report.year, report.source)
    old, new = project_files(*words, before), project_files(*words, after)
    files: dict[str, str | None] = {}
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) == new.get(path) or _there(root, path) != old.get(path):
            continue
        files[path] = new.get(path)
    return files


def _replace(root: Path, staged: Path, others: Mapping[str, str | None]) -> None:
    """Put the new tables in the place of the old, then the pages; an error on the way puts everything back."""
    new, old = staged / "new", staged / "old"
    for path, text in others.items():
        for folder in (new, old, root):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if text is not None:
            write_whole(new / path, text)
    with _moved_back(root, new, old, others), replace_folder(root / "data") as data:
        shutil.copytree(staged / "data", data, dirs_exist_ok=True)
        for path, text in others.items():
            if (root / path).exists():
                os.replace(root / path, old / path)
            if text is not None:
                os.replace(new / path, root / path)


@contextlib.contextmanager
def _moved_back(root: Path, new: Path, old: Path, texts: Mapping[str, str | None]) -> Iterator[None]:
    """Put files back where they stood if the block fails; to move one takes no room, and the disk may be full."""
    try:
        yield
    except BaseException:
        for path, text in texts.items():
            if (old / path).exists():
                os.replace(old / path, root / path)
            elif text is not None and not (new / path).exists():
                (root / path).unlink(missing_ok=True)
        raise


def _there(root: Path, path: str) -> str | None:
    return read_text(root / path, path) if (root / path).exists() else None
