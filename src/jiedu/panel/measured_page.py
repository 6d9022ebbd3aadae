"""The page of an edition measured twice: by the machine that measures every report, and by its own hand-made tables."""

from dataclasses import replace

from jiedu.edition import Edition, records
from jiedu.panel.places import code_of
from jiedu.panel.rows import Row, measure_row
from jiedu.reports.counting import COUNTS, count_report, count_striving, words_in
from jiedu.reports.families import families_of
from jiedu.reports.formats import Source
from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities import iterate_numerals
from jiedu.reports.report import Report
from jiedu.reports.structure import read_structure
from jiedu.reports.structure.model import Period
from jiedu.text.cleaning import clean, reflow
from jiedu.text.spans import Span


def measure_page(edition: Edition) -> list[Row]:
    """Measure the page by machine and by hand; what plans is what the hand-coded promises stand in.

    The machine is told the reading order and which blocks plan: a newspaper page has no headings of a report by which
    it could tell, and all else is left to it.

    >>> machine, hand = measure_page(Edition.open())
    >>> hand["promises"], machine["promises"] > 0
    (164, True)
    """
    of = {"report": "", "place": "", "code": "", "level": "page", "year": None}
    counts = {"machine": count_report(_as_report(edition)), "hand": count_tables(edition)}
    return [
        measure_row(f"pm-page-{by}", of | {"by": by}, {name: own[name] for name in COUNTS})
        for by, own in counts.items()
    ]


def _as_report(edition: Edition) -> Report:
    """Put the page in reading order, a block a paragraph, and read it with the roles that its blocks have."""
    text, spans = "", {}
    for block in records(edition.blocks):
        words = clean(edition.text, block["start"], block["end"]).text
        spans[block["id"]] = Span(len(text), len(text) + len(words))
        text += f"{words}\n"
    plan, listed = _planning(edition), set(edition.select("blocks", role="targets").index)
    periods = [Period("plan" if name in plan else None, span) for name, span in spans.items()]
    structure = replace(
        read_structure(text),
        periods=tuple(periods),
        targets=tuple(span for name, span in spans.items() if name in listed),
    )
    numerals = list(iterate_numerals(reflow(text), structure))
    return Report(Source("page", text), structure, numerals, ())


def _planning(edition: Edition) -> set[str]:
    return set(edition.commitments["block"])


def count_tables(edition: Edition) -> dict[str, int]:
    """Count what the hand-made tables of an edition hold, in the terms of the machine's counts.

    >>> count_tables(Edition.open())["promises_number"]
    43
    """
    ledger, promises = edition.quantities, edition.commitments
    counted = ledger[ledger["class"] == "quantity"]
    plan = _planning(edition)

    def length(names: set[str] | None) -> int:
        blocks = edition.blocks if names is None else edition.select("blocks", ids=sorted(names))
        return sum(len("".join(edition.text[a:b].split())) for a, b in zip(blocks["start"], blocks["end"], strict=True))

    return {
        "characters": length(None),
        "plan_characters": length(plan),
        "quantities": len(counted),
        "plan_quantities": int(counted["block"].isin(plan).sum()),
        "shorthand": int((ledger["class"] == "slogan").sum()),
        "promises": len(promises),
        "promises_number": int((promises["quantities"] != "").sum()),
        "promises_deadline": int((promises["deadline"] != "").sum()),
        "promises_actor": int((promises["actor"] != "").sum()),
        **count_striving(records(promises)),
        **words_in(promises["text"]),
    }


def compared_targets(edition: Edition) -> list[Row]:
    """Give the page's targets and those of other places that it is compared with, in the terms of a panel.

    Only what has a family of a panel, and no nation, which has reports of its own there.

    >>> [(row["place"], row["family"], str(row["value"])) for row in compared_targets(Edition.open())][:2]
    [('金水区', 'gdp', '6.5'), ('金水区', 'budget_revenue', '3')]
    """
    families = families_of(Lexicon.load())
    named: dict[str, str] = {}
    for row in records(edition.quantities):
        if row["target_id"] and row["target_id"] not in named:
            named[row["target_id"]] = next((one.family for one in families.named(row["indicator"])), "")
    rows = []
    for row in records(edition.comparisons):
        family = named.get(row["target_id"], "")
        if row["aspect"] == "target" and family and row["level"] != "nation":
            kept = {name: row[name] for name in ("place", "availability", "value", "comparator", "unit")}
            rows.append(kept | {"code": code_of(row["place"], around=edition.text), "family": family})
    return rows
