"""Whether 力争 (strive) goes with numbers: for a class, the edition and other reports, and beside what luck deals."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import comb
from typing import Any

import pandas as pd

from jiedu.classroom.scoring import Score
from jiedu.display import html
from jiedu.display.amounts import percent
from jiedu.display.html import Safe
from jiedu.display.table import Column
from jiedu.edition import Edition, Row, records
from jiedu.edition.measures import own_blocks, share
from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import one_of, say, tell
from jiedu.panel.opening import Panel
from jiedu.panel.places import place_in_english
from jiedu.tables.base import Table, render

_LEAST = 0.1
"""The smallest chance that is shown, in per cent; a smaller one is said to be below it."""


def luck(dealt: int, hits: int, marked: int, slips: int) -> float:
    """Give the chance, in per cent, that of slips dealt at random at least so many are marked.

    `dealt` slips are taken out of `slips`, of which `marked` are marked; at least `hits` of those taken are.

    >>> luck(dealt=2, hits=1, marked=1, slips=4)
    50.0
    """
    if not 0 <= hits <= min(dealt, marked) or max(dealt, marked) > slips:
        raise Fault(
            tell(
                "of {slips} slips, {marked} of them marked, {dealt} cannot be dealt with {hits} marked",
                slips=slips,
                marked=marked,
                dealt=dealt,
                hits=hits,
            )
        )
    deals = sum(comb(marked, k) * comb(slips - marked, dealt - k) for k in range(hits, min(dealt, marked) + 1))
    return 100 * deals / comb(slips, dealt)


def most_say(score: Score, code: str) -> dict[str, str]:
    """Give what most students of a class say of each row, by its id; rows on which no answer leads are left out.

    >>> from jiedu.classroom.scoring import answer_key
    >>> from jiedu.classroom.sheets import worksheet
    >>> most_say(Score(answer_key(worksheet(Edition.open(), "f")), ()), "class")
    {}
    """
    asked = score.asked(code).code
    found = {}
    for item in score.key.items:
        answers = (sheet.answers.get((item.number, asked)) for sheet in score.sheets)
        counts = Counter(answer for answer in answers if answer).most_common(2)
        if len(counts) == 1 or (counts and counts[0][1] > counts[1][1]):
            found[item.id] = counts[0][0]
    return found


def striving_counts(
    edition: Edition, section: str, said: Mapping[str, str] | None, panel: Panel, measures: Sequence[str]
) -> pd.DataFrame:
    """Count the promises under 力争 (strive) and the others, and of either those that hold a quantity.

    `said` is the force that a class gives to promises of the section, by their ids, where there is a class; `measures`
    are rows of the panel's measures, counted by machine. Columns: zh and en (whose count), strive, strive_number,
    others, others_number, luck (per cent; None where nothing is under the word, or everything). Raises Fault for a row
    that the panel has not.

    >>> from jiedu import open_panel
    >>> edition = Edition.open()
    >>> striving_counts(edition, "d", None, open_panel(), [])[["strive", "strive_number", "others"]].values.tolist()
    [[7, 6, 21], [18, 16, 146]]
    """
    whole = edition.commitments
    part = whole[whole["block"].isin(own_blocks(edition, section)["id"])]
    counts: list[dict[str, Any]] = []
    if said:
        coded = part[part["id"].isin(list(said))]
        counts.append({"zh": f"全班，{section.upper()}版块", "en": "the class"} | _held(coded, coded["id"].map(said)))
    counts.append({"zh": f"本书，{section.upper()}版块", "en": "the edition"} | _held(part, part["force"]))
    counts.append({"zh": "本书，全页", "en": "the edition, whole page"} | _held(whole, whole["force"]))
    counts += [_measured(panel, name) for name in measures]
    return pd.DataFrame(counts)


def _held(promises: pd.DataFrame, forces: Iterable[str]) -> dict[str, Any]:
    strives = pd.Series(list(forces), index=promises.index, dtype=object) == "strive"
    holds = promises["quantities"] != ""
    return _counted(int(strives.sum()), int((strives & holds).sum()), len(promises), int(holds.sum()))


def _measured(panel: Panel, name: str) -> dict[str, Any]:
    if name not in panel.measures.index:
        raise Fault(tell("the panel has no measures {name}", name=safe_name(name)))
    (row,) = records(panel.measures.loc[[name]])
    columns = ("promises_strive", "promises_strive_number", "promises", "promises_number")
    zh, en = "本版", "this page"
    if row["place"]:
        zh = f"{row['place']}{row['year']}年"
        en = f"{place_in_english(row['place'], row['code'])}, {row['year']}"
    return {"zh": f"{zh}，机器计数", "en": f"{en}, by machine"} | _counted(*(int(row[column]) for column in columns))


def _counted(strive: int, strive_number: int, promises: int, number: int) -> dict[str, Any]:
    return {
        "strive": strive,
        "strive_number": strive_number,
        "others": promises - strive,
        "others_number": number - strive_number,
        "luck": luck(strive, strive_number, number, promises) if 0 < strive < promises else None,
    }


def show_striving(
    edition: Edition, section: str, said: Mapping[str, str] | None, panel: Panel, measures: Sequence[str]
) -> Table:
    """Show side by side how many promises under 力争 (strive), and how many others, hold a quantity.

    Arguments as for `striving_counts`.

    >>> from jiedu import open_panel
    >>> show_striving(Edition.open(), "d", None, open_panel(), ["pm-371526-2025"]).data["strive"].tolist()
    [7, 18, 35]
    """
    data = striving_counts(edition, section, said, panel, measures)
    columns = [
        Column("谁数的", "whose count", lambda row: html.label(row["zh"], row["en"])),
        Column("“力争”之下含数量的", "under 力争 (strive), with a quantity", _part("strive"), "right"),
        Column("其余含数量的", "others, with a quantity", _part("others"), "right"),
        Column("碰巧至此的机会", "chance by luck", _luck, "right"),
    ]
    note = say(
        "Chance by luck: how often slips dealt at random would put at least so many promises with a quantity under the "
        "word. By hand a promise is under the word that governs it; the machine looks for the word in the clause."
    )
    return render(edition, f"striving-{section}", data, columns, one_of("“力争”与数量", "Striving and numbers"), note)


def _part(name: str) -> Callable[[Row], Safe]:
    def cell(row: Row) -> Safe:
        whole, part = row[name], row[f"{name}_number"]
        said = html.sub(f"{percent(value)}") if (value := share(part, whole)) is not None else ""
        return Safe("{} / {}{}").format(part, whole, said) if whole else html.absent(say("none"))

    return cell


def _luck(row: Row) -> Safe:
    if row["luck"] is None or pd.isna(row["luck"]):
        return html.absent(say("nothing to deal"))
    return Safe.escape(f"<{_LEAST}%" if row["luck"] < _LEAST else f"{row['luck']:.1f}%")
