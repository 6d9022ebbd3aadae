"""The English words that an edition knows, a row a word: number words, units, bounds, and words that name nothing."""

import csv
from functools import cache
from importlib import resources


@cache
def word_list(*kinds: str) -> dict[str, str]:
    """Give the words of some kinds of `english.csv` with what each stands for.

    >>> word_list("cardinal")["dozen"], word_list("cardinal", "number")["both"]
    ('12', '2')
    """
    text = resources.files(__package__).joinpath("english.csv").read_text(encoding="utf-8")
    return {row["words"]: row["code"] for row in csv.DictReader(text.splitlines()) if row["kind"] in kinds}
