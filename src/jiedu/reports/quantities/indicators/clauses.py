"""The clauses before a number's own: where its subject may stand."""

from functools import lru_cache

from jiedu.reports.quantities.indicators.phrases import Phrases
from jiedu.reports.quantities.indicators.reading import Reading

WINDOW = 72
"""How far before a number its words are looked for."""

_LONGEST = 20
_BOUNDS = r"[，。；：！？\n\ ,;:!?《〈]"
_WORDS = r"[{UNIFIED}A-Za-z]"
# 在二百多个城市中: what is counted stands in a clause of place.
_AMONG = r"^{at_time}([^，]{2,20}?){among_end}$"
_NO_SUBJECT = r"^(?:{no_subject}|{function_word}$)"
PATTERNS = (_BOUNDS, _WORDS, _AMONG, _NO_SUBJECT)


class Clauses:
    """Look for a subject in the clauses before a number, with the words of a lexicon."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._bounds, self._words, self._among, self._no_subject = map(phrases.hear, PATTERNS)

    def earlier(self, reading: Reading) -> str:
        """Give the subject of the last clause of the sentence that is about one: 粮食生产再获丰收，达到…"""
        start = max(reading.sentence, reading.clause - WINDOW)
        parts = self._bounds.split(reading.text[start : max(reading.clause - 1, 0)])
        for part in reversed(parts):
            if part and not self._phrases.aside.match(part):
                return "" if self._no_subject.search(part) else self._subject(part)
        among = next((found[1] for part in reversed(parts) if (found := self._among.search(part))), "")
        return self._phrases.strip_head(among)

    def between(self, reading: Reading) -> str:
        """Give the subject of a clause with a verb of change and no number, since the number before."""
        _, *parts = self._bounds.split(reading.text[reading.memory.last_end : max(reading.clause - 1, 0)])
        for part in reversed(parts):
            stripped = self._phrases.strip_tail(part)
            if stripped.change and (noun := self._phrases.strip_head(stripped.noun)):
                return "" if self._phrases.aside.match(part) or self._no_subject.search(noun) else noun
        return ""

    def apart(self, reading: Reading) -> bool:
        """Say whether a whole clause stands between the number before and the clause of this one."""
        return self._bounds.search(reading.text, reading.memory.last_end, max(reading.clause - 1, 0)) is not None

    def _subject(self, part: str) -> str:
        found = self._phrases.strip_head(part)[:_LONGEST]
        return found if self._words.search(found) and not self._no_subject.search(found) else ""


clauses_of = lru_cache(maxsize=2)(Clauses)
"""Prepare the clauses of a lexicon once; the last two are kept."""
