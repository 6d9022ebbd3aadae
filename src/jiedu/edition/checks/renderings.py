"""The promise that one Chinese word has one English word, from sentence to sentence.

| a Chinese word | the English of every sentence in which it stands has |
|---|---|
| of the glossary, at its occurrences | its English |
| of data/renderings.csv | one of the forms of the row, which a bar parts |

The words of the English stand together in any order, in a stretch at most twice as long. Words are compared by their
stems, so that a plural or an ending does not count; those that join others do not count either, unless there are no
more, and three is 3. What is in brackets in the glossary explains and is left out.
Of the rows in data/renderings.csv the longest word is looked for first, and what it covers is not looked through for a
shorter one. A sentence that its row excepts must be one in which the rule would not hold.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from jiedu.edition import Edition, Row, records
from jiedu.edition.english import stems
from jiedu.edition.schema import OPTIONAL_TABLES
from jiedu.edition.wordlist import word_list
from jiedu.language import tell
from jiedu.text.cleaning import strip_whitespace
from jiedu.text.spans import SpanIndex

_SCHEMA = OPTIONAL_TABLES["renderings"]
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBER = re.compile(r"(?<![\d.,])\d+(?![\d]|[.,]\d)")
_COVERED = "\0"


def terms_keep_their_english(edition: Edition) -> Iterator[str]:
    """Find sentences that render a term of the glossary otherwise than the glossary does.

    >>> broken = Edition.open().with_row("terms", "t-liu-wen", en="“six balances”")
    >>> next(fault for fault in terms_keep_their_english(broken) if "t-liu-wen" in fault)
    "data/terms.csv: row t-liu-wen: s-012 has not '“six balances”' for 六稳"
    """
    sentences = SpanIndex(row for row in records(edition.translation) if row["en"])
    terms = {row["id"]: row for row in records(edition.terms)}
    for place in records(edition.occurrences):
        there = sentences.meeting(place["start"], place["end"])
        term = terms.get(place["term"])
        if term is None:
            continue
        if there and not _stands(_BRACKETS.sub(" ", term["en"]), " ".join(row["en"] for row in there)):
            yield tell(
                "data/terms.csv: row {row}: {sentences} has not {en!r} for {term}",
                row=term["id"],
                sentences=", ".join(row["id"] for row in there),
                en=term["en"],
                term=term["term"],
            )


def words_keep_their_english(edition: Edition) -> Iterator[str]:
    """Find sentences that do not render a word as data/renderings.csv says, and exceptions that except nothing.

    An edition without that table promises nothing here.
    """
    if not (edition.root / _SCHEMA.path).exists():
        return
    rules = sorted(records(edition.optional("renderings")), key=lambda rule: -len(rule["zh"]))
    sentences = {row["id"]: row | {"zh": strip_whitespace(row["zh"])} for row in records(edition.translation)}
    for rule in rules:
        where, excepted = tell("{path}: row {word}", path=_SCHEMA.path, word=rule["zh"]), rule["except"].split()
        there = list(_sentences_with(rule, rules, sentences.values()))
        if not there:
            yield tell("{where}: stands in no sentence, or only in longer words of the table", where=where)
        unlike = {row["id"]: not _has_form(rule, row) for row in there if row["en"]}
        yield from (
            tell("{where}: {sentence} has not {en!r}", where=where, sentence=name, en=rule["en"])
            for name in unlike
            if unlike[name] and name not in excepted
        )
        for name in excepted:
            if name not in sentences:
                yield tell("{where}: {sentence} is excepted, and is no sentence", where=where, sentence=name)
            elif sentences[name]["en"] and not unlike.get(name):
                yield tell("{where}: {sentence} is excepted, and needs no exception", where=where, sentence=name)


def _sentences_with(rule: Row, rules: list[Row], sentences: Iterable[Row]) -> Iterator[Row]:
    """Give the sentences that have the word of a row, longer words of the table left out."""
    longer = [one["zh"] for one in rules if rule["zh"] in one["zh"] and one["zh"] != rule["zh"]]
    for sentence in sentences:
        words = sentence["zh"]
        for one in longer if rule["zh"] in words else ():
            words = words.replace(one, _COVERED)
        if rule["zh"] in words:
            yield sentence


def _has_form(rule: Row, sentence: Row) -> bool:
    return any(_stands(form, sentence["en"]) for form in rule["en"].split("|"))


def _stands(form: str, english: str) -> bool:
    """Tell whether the words of a form stand close together in English.

    >>> _stands("food prices", "the stable price of food"), _stands("six lines", "seven lines"), _stands("over", "Over")
    (True, False, True)
    """
    wanted = Counter(_naming(form))
    if not wanted:
        return re.search(rf"\b{re.escape(form.strip())}\b", english, re.IGNORECASE) is not None
    # A number that the form has not counts what is beside it: comprehensive renovation of 49 streets.
    words = [word for word in _naming(english) if word in wanted or word not in _numbers()]
    stretch = 2 * wanted.total()
    return any(wanted <= Counter(words[start : start + stretch]) for start in range(max(1, len(words) - stretch + 1)))


@lru_cache(maxsize=1000)
def _naming(text: str) -> tuple[str, ...]:
    """List the stems of the words of a text that name something, its numbers in words where there are such.

    >>> _naming("3-year plans of 2,000") == _naming("three-year plan")
    True
    """
    return tuple(stems(_NUMBER.sub(lambda found: _in_words().get(found[0], " "), text.replace("’", "'"))))


@cache
def _in_words() -> dict[str, str]:
    return {value: word for word, value in word_list("cardinal").items()}


@cache
def _numbers() -> frozenset[str]:
    return frozenset(stems(" ".join(word_list("cardinal"))))
