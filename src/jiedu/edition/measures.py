"""What tables and charts count, computed once: how much, how firmly, how precisely, section by section."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

import pandas as pd

from jiedu.edition import Edition, Row, records
from jiedu.edition.facts import characters, overlap
from jiedu.errors import Fault
from jiedu.language import tell
from jiedu.text.cleaning import strip_whitespace
from jiedu.vocabulary import BODY_ROLES, COMMITMENT_KINDS, FORCES, OWN_ROLES

CRITERIA = {
    "deliverable": "a result that can be checked is named",
    "quantity": "a quantity is attached",
    "deadline": "its words state a deadline",
    "actor": "someone other than the government is named as acting",
}
"""What makes a promise specific, and when a commitment counts as such."""

STAGES = {
    "start": ("开工", "to be started"),
    "going on": ("推进", "to be pushed on"),
    "finish": ("完成", "to be finished"),
}
"""How far a promise goes with what it counts."""

# Read in this order: 开工建设 is a start although 建设 alone says nothing, 建成投产 an end although 建 is a beginning.
_STAGE_WORDS = (
    ("start", re.compile(r"开工|启动|奠基|动工|开建")),
    ("finish", re.compile(r"完成|建成|封顶|投产|投用|通车|竣工|回迁|达产|完工|交付|消除")),
    ("going on", re.compile(r"推进|加快|推动|续建|在建|开展|实施|抓好")),
)


def stage(text: str) -> str:
    """Say how far the words of a commitment go: start, going on, finish, or "" where they do not say.

    >>> stage("二期4条主干道开工建设"), stage("建成2个污水处理站"), stage("集聚企业50家以上")
    ('start', 'finish', '')
    """
    return next((name for name, words in _STAGE_WORDS if words.search(strip_whitespace(text))), "")


def share(part: int, whole: int) -> Decimal | None:
    """Give a part in per cent; None of nothing.

    >>> share(1, 4), share(0, 0)
    (Decimal('25'), None)
    """
    return Decimal(100 * part) / Decimal(whole) if whole else None


def own_blocks(edition: Edition, section: str) -> pd.DataFrame:
    """Give the blocks whose text is counted for a section: its bodies, not its headings nor the task pointing to it.

    >>> own_blocks(Edition.open(), "a")["id"].tolist()
    ['a-1', 'a-2']
    """
    blocks = edition.blocks
    return blocks[(blocks["section"] == section) & blocks["role"].isin(BODY_ROLES)]


def count_by_section(edition: Edition) -> pd.DataFrame:
    """Count, section by section, characters, quantities, slogans and commitments, and how many of these are precise.

    Columns: section, zh, en, characters, quantities, slogans, commitments, with_number, with_deadline, and per cent
    or per 1,000 characters: number_share, quantities_per_1000, slogans_per_1000. A quantity is a row of that class.

    >>> count_by_section(Edition.open())["section"].tolist()
    ['a', 'b', 'c', 'd', 'e', 'f']
    """
    rows = []
    for section in edition.sections:
        blocks = own_blocks(edition, section)
        ledger = edition.quantities[edition.quantities["block"].isin(blocks["id"])]
        promises = edition.commitments[edition.commitments["block"].isin(blocks["id"])]
        length = int(characters(edition, blocks))
        quantities = int((ledger["class"] == "quantity").sum())
        slogans = int((ledger["class"] == "slogan").sum())
        with_number = int((promises["quantities"] != "").sum())
        zh, en = edition.section_name(section)
        rows.append(
            {
                "section": section,
                "zh": zh,
                "en": en,
                "characters": length,
                "quantities": quantities,
                "slogans": slogans,
                "commitments": len(promises),
                "with_number": with_number,
                "with_deadline": int((promises["deadline"] != "").sum()),
                "number_share": share(with_number, len(promises)),
                "quantities_per_1000": share(10 * quantities, length),
                "slogans_per_1000": share(10 * slogans, length),
            }
        )
    return pd.DataFrame(rows)


def count_by_force(edition: Edition) -> pd.DataFrame:
    """Count commitments by force (rows, firmest first) and place: each section, and the rest of the page as `rest`.

    Only forces that occur have a row; `cues` lists the words that carry them, in the order of their frequency.

    >>> count_by_force(Edition.open()).loc["ensure", "e"]
    np.int64(1)
    """
    table = edition.commitments
    own = edition.blocks["role"].isin(OWN_ROLES)
    inside = set(edition.blocks.loc[own & (edition.blocks["section"] != ""), "id"])
    table["place"] = [
        section if block in inside else "rest" for section, block in zip(table["section"], table["block"], strict=True)
    ]
    order = [name for name in FORCES if name in set(table["force"])]
    counts = pd.crosstab(table["force"], table["place"])
    counts = counts.reindex(index=order, columns=[*edition.sections, "rest"], fill_value=0)
    counts.columns.name = counts.index.name = None
    counts["all"] = counts.sum(axis=1)
    cues = {
        name: "、".join(group.loc[group["cue"] != "", "cue"].map(strip_whitespace).value_counts(sort=True).index)
        for name, group in table.groupby("force")
    }
    counts.insert(0, "cues", [cues[name] for name in counts.index])
    return counts


def count_by_criterion(edition: Edition) -> pd.DataFrame:
    """Count, section by section, the commitments that name a deliverable, a quantity, a deadline, an actor.

    Columns: section, zh, en, commitments, and the four criteria of CRITERIA.

    >>> count_by_criterion(Edition.open()).columns.tolist()[-4:]
    ['deliverable', 'quantity', 'deadline', 'actor']
    """
    rows = []
    for section in edition.sections:
        promises = edition.commitments[edition.commitments["block"].isin(own_blocks(edition, section)["id"])]
        zh, en = edition.section_name(section)
        rows.append(
            {
                "section": section,
                "zh": zh,
                "en": en,
                "commitments": len(promises),
                "deliverable": int((promises["kind"] == list(COMMITMENT_KINDS)[1]).sum()),
                "quantity": int((promises["quantities"] != "").sum()),
                "deadline": int((promises["deadline"] != "").sum()),
                "actor": int((promises["actor"] != "").sum()),
            }
        )
    return pd.DataFrame(rows)


def tasks(edition: Edition) -> pd.DataFrame:
    """Give the tasks that the page lists: blocks of that role with a heading.

    >>> tasks(Edition.open())["section"].tolist()[:2]
    ['a', 'b']
    """
    blocks = edition.blocks
    return blocks[(blocks["role"] == "tasks") & (blocks["heading_zh"] != "")]


def overlap_by_task(edition: Edition) -> pd.DataFrame:
    """Measure how much of each task stands in each section: per cent of its character pairs, sections as columns.

    >>> overlap_by_task(Edition.open()).loc["tasks-1"].astype(float).idxmax()
    'a'
    """
    rows = {
        task: {section: overlap(edition, task, section) for section in edition.sections}
        for task in tasks(edition)["id"]
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=edition.sections, dtype=object)


def target_ids(edition: Edition) -> list[str]:
    """List the targets in the order of the blocks that announce them.

    >>> target_ids(Edition.open())[0]
    'gdp-growth'
    """
    ledger = mentions(edition)
    announced = ledger[ledger["role"] == "targets"]
    return list(dict.fromkeys([*announced["target_id"], *ledger["target_id"]]))


def mentions(edition: Edition) -> pd.DataFrame:
    """List every mention of a target, with the role of its block, in reading order.

    >>> mentions(Edition.open()).loc["q-045", "role"]
    'lead'
    """
    table = edition.quantities[edition.quantities["target_id"] != ""]
    blocks = edition.blocks
    table = table.assign(role=table["block"].map(blocks["role"]), place=table["block"].map(blocks["order"]))
    return table.sort_values(["place", "start"])


def target_name(edition: Edition, target: str) -> tuple[str, str]:
    """Name a target as its first mention with an indicator does, in Chinese and English.

    >>> target_name(Edition.open(), "gdp-growth")[0]
    '地区生产总值'
    """
    names = _target_names(edition)
    if target not in names:
        raise Fault(tell("data/quantities.csv: there is no target {target!r}", target=target))
    return names[target]


@lru_cache(maxsize=4)
def _target_names(edition: Edition) -> dict[str, tuple[str, str]]:
    """Give the name of every target; its id where no mention has an indicator."""
    names: dict[str, tuple[str, str]] = {}
    rows = records(mentions(edition))
    # What announces a target names it before what repeats it.
    for row in sorted(rows, key=lambda row: row["role"] != "targets"):
        if row["indicator"]:
            names.setdefault(row["target_id"], (row["indicator"], row["indicator_en"]))
    return {row["target_id"]: (row["target_id"],) * 2 for row in rows} | names


def hedge(comparator: str) -> str:
    """Say what a comparator does to a target: hedged, bare, bounded or tied.

    >>> hedge("about"), hedge("eq"), hedge("le"), hedge("sync")
    ('hedged', 'bare', 'bounded', 'tied')
    """
    return {"about": "hedged", "eq": "bare", "": "bare", "sync": "tied"}.get(comparator, "bounded")


def list_hedges(edition: Edition) -> pd.DataFrame:
    """List every place of mention against every target: what is printed there, and whether it is hedged.

    Columns: block, target_id, id, words (as printed, cue included), hedge; a target not mentioned in a block has
    one row with hedge "not mentioned". The announcing list comes first, then reading order.

    >>> list_hedges(Edition.open())["hedge"].value_counts()["bare"]
    np.int64(3)
    """
    table = mentions(edition)
    first = table[table["role"] == "targets"]["block"]
    rows = []
    for block in dict.fromkeys([*first, *table["block"]]):
        for target in target_ids(edition):
            own = table[(table["block"] == block) & (table["target_id"] == target)]
            for row in records(own):
                words = with_cue(row)
                rows.append((block, target, row["id"], words, hedge(row["comparator"])))
            if own.empty:
                rows.append((block, target, "", "", "not mentioned"))
    return pd.DataFrame(rows, columns=["block", "target_id", "id", "words", "hedge"])


def with_cue(row: Row) -> str:
    """Put the words that bind a number back around it.

    >>> with_cue({"surface": "4%", "cue": "控制在…以内"}), with_cue({"surface": "6.5%", "cue": "左右"})
    ('控制在4%以内', '6.5%左右')
    """
    surface, cue = strip_whitespace(row["surface"]), strip_whitespace(row["cue"])
    if not cue or all(part in surface for part in cue.split("…") if part):
        return surface
    if "…" in cue:
        before, after = cue.split("…", 1)
        return f"{before}{surface}{after}"
    after_words = ("左右", "以上", "以下", "以内", "之内", "余", "多", "强")
    return surface + cue if cue in after_words else cue + surface


def promised(edition: Edition, section: str | None = None) -> pd.DataFrame:
    """List the commitments, of one section or all, that count something or have a deadline, with their stage.

    Columns of the commitments plus stage; only where the words name a stage.

    >>> promised(Edition.open(), "a")["stage"].tolist()[:3]
    ['start', 'going on', 'finish']
    """
    table = edition.commitments
    if section is not None:
        table = table[table["block"].isin(own_blocks(edition, section)["id"])]
    table = table[(table["quantities"] != "") | (table["deadline"] != "") | (table["kind"] == "result")]
    table = table.assign(stage=[stage(text) for text in table["text"]])
    return table[table["stage"] != ""]


def same_unit(rows: pd.DataFrame) -> str:
    """Give the one unit of some quantities; raises Fault where there are two, since one axis has one unit.

    >>> same_unit(Edition.open().quantities.loc[["q-049", "q-050"]])
    '个'
    """
    units: Iterable[str] = dict.fromkeys(rows["unit"])
    found = list(units)
    if len(found) != 1:
        raise Fault(
            tell(
                "data/quantities.csv: rows {rows} have units {units}, not one",
                rows=", ".join(rows["id"]),
                units=", ".join(found),
            )
        )
    return found[0]
