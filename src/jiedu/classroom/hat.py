"""Agreement by hand: all answers go into a hat, and two slips drawn from it differ as often as luck would have it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from jiedu.display import html, labels
from jiedu.display.html import Safe
from jiedu.display.labels import Label
from jiedu.display.table import Column
from jiedu.edition import Edition, Row
from jiedu.language import language, one_of, pick, say
from jiedu.tables.base import Table, render, rounded


def from_the_hat(coders: Mapping[str | Label, Sequence[str]]) -> pd.DataFrame:
    """Compare pairs of coders as a class does it on the board.

    `coders` has for each pair, called by a name or by a Chinese and an English one, what the two say of every item, in
    one word: `"quantity word"`. Columns: pair, hat (how
    often each answer is in it), equal and differ (per cent of the items), drawn (per cent of the draws of two slips
    that differ), alpha (Krippendorff's, nominal; None where all slips are alike).

    >>> found = from_the_hat({"first": ["quantity quantity"] * 8 + ["quantity word", "word quantity"]})
    >>> found[["equal", "alpha"]].round(2).values.tolist()
    [[80.0, -0.06]]
    """
    rows = []
    for pair, said in coders.items():
        answers = [tuple(both.split()) for both in said]
        hat = Counter(answer for both in answers for answer in both)
        slips = hat.total()
        differ = 100 * sum(one != other for one, other in answers) / len(answers)
        drawn = 100 * (slips**2 - sum(times**2 for times in hat.values())) / (slips * (slips - 1))
        rows.append(
            {
                "pair": pair if isinstance(pair, str) else " ".join(pair),
                "hat": ", ".join(f"{times} × {answer}" for answer, times in hat.most_common()),
                "equal": 100 - differ,
                "differ": differ,
                "drawn": drawn,
                "alpha": 1 - differ / drawn if drawn else None,
            }
        )
    return pd.DataFrame(rows)


def show_hat(edition: Edition, coders: Mapping[str | Label, Sequence[str]]) -> Table:
    """Show how the alpha of each pair of coders comes about, column by column as on the board.

    >>> "not defined" in show_hat(Edition.open(), {"alike": ["word word", "word word"]}).html
    True
    """

    def share(name: str) -> Column:
        zh, en = _SHARES[name]
        return Column(zh, en, lambda row: rounded(row[name], 1, "%", say("nothing compared")), "right")

    names = {name if isinstance(name, str) else " ".join(name): name for name in coders}

    def pair(row: Row) -> Safe:
        name = names[row["pair"]]
        return html.mixed(name if isinstance(name, str) else one_of(*name))

    def slips(row: Row) -> str:
        said = re.sub("[a-z]+", lambda code: _called(code[0]), row["hat"])
        return said.replace(", ", "、") if language() == "zh" else said

    columns = [
        Column("编码者", "coders", pair),
        Column("帽中的纸条", "slips in the hat", slips),
        *(share(name) for name in _SHARES),
        Column("α", "alpha", lambda row: rounded(row["alpha"], 2, "", say("not defined")), "right"),
    ]
    note = say("Alpha is 1 less the share that differs, divided by the share that would differ if drawn from the hat.")
    return render(edition, "hat", from_the_hat(coders), columns, one_of("帽子里的纸条", "The slips in the hat"), note)


_CODE = re.compile("[a-z]+")


def _called(code: str) -> str:
    """Call an answer that is a class of numerals by its Chinese name where Chinese is printed."""
    return (pick(*labels.labelled(labels.CLASSES, code))[0] if language() == "zh" else "") or code


_SHARES = {
    "equal": ("相同", "equal"),
    "differ": ("不同", "differ"),
    "drawn": ("抽出两张而不同", "two drawn differ"),
}
