"""Tables of numbers: the ledger, the targets, comparisons, computed facts."""

from collections.abc import Callable, Iterable

import pandas as pd

from jiedu import vocabulary
from jiedu.display import html, labels
from jiedu.display.amounts import as_printed, fact_amount, in_english, number, with_sign
from jiedu.display.html import Safe
from jiedu.display.table import Column
from jiedu.edition import Edition, Row, measures, records
from jiedu.edition.facts import compute
from jiedu.errors import Fault
from jiedu.language import BOTH, language, one_of, pick_page, say
from jiedu.tables.base import Table, about, cue, in_sentences, lines, name_of, render, sources

_SHOWN = ["id", "block", "surface", "value", "value_high", "unit", "comparator", "cue"]
_SHOWN += ["indicator", "indicator_en", "kind", "status", "deadline", "state"]


def quantities(
    edition: Edition,
    section: str | None = None,
    ids: Iterable[str] | None = None,
    classes: Iterable[str] = ("quantity",),
) -> Table:
    """List numbers of the ledger, of a section or by id: value, what it measures, kind, status, deadline.

    `classes` is what is listed where no ids are named. Raises Fault for an unknown id or section.

    >>> "6,000万元" in quantities(Edition.open(), section="b").html
    True
    """
    rows = edition.select(section=section, class_=classes) if ids is None else edition.select(ids=ids, section=section)
    data = rows[_SHOWN]

    def value(row: Row) -> Safe:
        words = with_sign(row) if row["comparator"] or row["value"] is not None else as_printed(row)
        anchor = Safe('<a class="jd-amount" href="#{0}" title="{0}">{1}</a>').format(row["id"], html.chinese(words))
        english = pick_page(words, in_english(row))[1]
        # Beside 55个 the English, 55, tells only who cannot read 个.
        tells = any(map(str.isalpha, english)) or (language() == "en" and any(map(str.isalpha, words)))
        return anchor + cue(row) + html.sub(english if tells else "") + html.draft_badge(row)

    def kind(row: Row) -> Safe:
        zh, en = labels.measured(row)
        return html.label(zh, en) if en else html.absent(say("no quantity"))

    columns = [
        Column("数值", "value", value),
        Column("指标", "indicator", lambda row: html.of_page(row["indicator"], row["indicator_en"])),
        Column("种类、状态", "kind, status", kind),
    ]
    dated = bool((data["deadline"] != "").any())
    if dated:
        columns.append(Column(*labels.CRITERIA["deadline"], lambda row: labels.deadline(row["deadline"])))
    undated = say("No explicit deadline is stated for any of these; a yearly report presumes its year.")
    note = "" if dated or data.empty else undated
    caption = about(edition, ("数字", "Numbers"), section)
    return render(edition, name_of("quantities", section), data, columns, caption, note)


def targets(edition: Edition) -> Table:
    """List the expected targets as announced, and every other place that names them, in its words.

    >>> "6.5%左右" in targets(Edition.open()).html
    True
    """
    hedges = measures.list_hedges(edition)
    mentions = {
        target: list(zip(own["id"], own["words"], strict=True))
        for target, own in hedges[hedges["hedge"] != "not mentioned"].groupby("target_id")
    }
    rows = []
    for target in measures.target_ids(edition):
        name, words = mentions[target][0]
        first = edition.row("quantities", name)
        zh, en = measures.target_name(edition, target)
        rows.append(
            {
                "target_id": target,
                "indicator": zh,
                "indicator_en": en,
                "value": first["value"],
                "unit": first["unit"],
                "comparator": first["comparator"],
                "words": words,
                "kind": first["kind"],
                "mentions": " ".join(f"{id_}:{said}" for id_, said in mentions[target]),
            }
        )

    def promised(row: Row) -> Safe:
        words = Safe('<span class="jd-amount">{}</span>').format(html.chinese(row["words"]))
        english = in_english(edition.row("quantities", mentions[row["target_id"]][0][0]))
        return words + html.sub(pick_page(row["words"], english)[1])

    def places(row: Row) -> Safe:
        cell = Safe('<span class="jd-id">{} {}</span> {}')
        found = [(edition.row("quantities", id_), said) for id_, said in mentions[row["target_id"]]]
        return Safe("<br>").join(
            cell.format(html.chinese(said), html.link_id(one["id"]), _place(edition, one)) for one, said in found
        )

    columns = [
        Column("指标", "indicator", lambda row: html.of_page(row["indicator"], row["indicator_en"])),
        Column("目标", "target", promised),
        Column("种类", "kind", lambda row: html.label(*labels.labelled(labels.KINDS, row["kind"]))),
        Column("各处原文", "every mention, in its words", places),
    ]
    return render(edition, "targets", pd.DataFrame(rows), columns, one_of("预期目标", "The expected targets"))


def _place(edition: Edition, row: Row) -> str:
    zh, en = labels.labelled(labels.ROLES, edition.row("blocks", row["block"])["role"])
    return (language() == "zh" and zh) or en


def compare(edition: Edition) -> Table:
    """Set the targets beside the figures of other places; a missing value says in words why it is missing.

    >>> "none set" in compare(Edition.open()).html
    True
    """
    data = edition.comparisons
    if data.empty:
        raise Fault("data/comparisons.csv: there is nothing to compare")
    order = {aspect: i for i, aspect in enumerate(labels.ASPECTS)}
    figures: dict[tuple[str, str, str], list[Row]] = {}
    levels = dict(zip(data["place"], data["level"], strict=True))
    for row in records(data):
        figures.setdefault((row["target_id"], row["aspect"], row["place"]), []).append(row)
    first = {place: i for i, place in reversed(list(enumerate(data["place"])))}
    heads = sorted(
        dict.fromkeys(zip(data["aspect"], data["place"], strict=True)),
        key=lambda head: (order.get(head[0], len(order)), first[head[1]]),
    )

    def figure(aspect: str, place: str) -> Callable[[Row], Safe]:
        def cell(row: Row) -> Safe:
            own = figures.get((row["target_id"], aspect, place), [])
            return lines([_compared(edition, one) for one in own], say("not compared"))

        return cell

    columns = [Column("指标", "indicator", lambda row: html.of_page(*_named(edition, row["target_id"])))]
    for aspect, place in heads:
        zh, en = labels.whose(place, levels[place], aspect)
        columns.append(Column(html.chinese(zh), en, figure(aspect, place)))
    note = say(
        "“None set”: the source says that no value was set. “Not found”: no source was found. Neither is a zero."
    )
    if (data["availability"] == "bound").any():
        note = in_sentences(note, say("A bound is inferred, not published."))
    rows = data[["target_id"]].drop_duplicates()
    caption = one_of("目标与他处对照", "The targets beside others")
    return render(edition, "comparisons", rows, columns, caption, note, data)


def facts(edition: Edition, ids: Iterable[str]) -> Table:
    """List computed facts: the number, what it says, how it was computed, what it assumes.

    Raises Fault for an unknown id.

    >>> facts(Edition.open(), ["fact-targets"]).data["value"].tolist()
    [Decimal('5')]
    """
    wanted = list(edition.select("facts", ids=ids).index)
    shown = ["id", "value", "unit", "decimals", "zh", "en", "formula", "assumption", "state"]
    data = compute(edition).loc[wanted, shown]

    def result(row: Row) -> Safe:
        anchor = Safe('<a class="jd-amount" href="#{}">{}{}</a>')
        return anchor.format(row["id"], *fact_amount(edition, row))

    def meaning(row: Row) -> Safe:
        return html.label(html.strip_citations(row["zh"]), html.strip_citations(row["en"])) + html.draft_badge(row)

    def assumption(row: Row) -> Safe:
        assumed = row["assumption"]
        return html.cited(edition.said(assumed)) if assumed else html.absent(say("nothing"))

    columns = [
        Column("结果", "result", result, "right"),
        Column("含义", "what it says", meaning),
        Column("算法", "computed as", lambda row: Safe("<code>{}</code>").format(row["formula"])),
        Column("前提", "assumes", assumption, spare=True),
    ]
    return render(edition, "facts", data, columns, one_of("推算", "Computed facts"))


def _compared(edition: Edition, row: Row) -> Safe:
    """Write one figure of a comparison, or why there is none, with a link to its source."""
    sign = vocabulary.COMPARATOR_SIGNS.get(row["comparator"], "")
    missing = one_of(*labels.labelled(labels.MISSING, row["availability"]))
    value = "" if row["value"] is None else f"{number(row['value'])}{row['unit']}"
    if row["availability"] == "bound":
        bound = say("no more than {value}", value=value) if row["comparator"] == "le" else f"{sign} {value}"
        text = say("{value}, inferred", value=bound) + (" 推断" if language() == BOTH else "")
    elif row["availability"] == "stated" and value:
        text = value if row["comparator"] in ("", "eq") else f"{sign} {value}"
    elif row["comparator"] == "sync":
        tied = one_of("同步", say("in step with growth, no number"))
        text = tied if row["availability"] == "not ratable" else missing
    else:
        text = missing
    stated = Safe('<span class="jd-amount">{}</span>').format(text)
    said = stated if row["availability"] == "stated" else html.absent(text)
    return html.anchored(row["id"], said + html.sub(sources(edition, row["source"])) + html.draft_badge(row))


def _named(edition: Edition, target: str) -> tuple[str, str]:
    known = target in set(edition.quantities["target_id"])
    return measures.target_name(edition, target) if known else (target, "")
