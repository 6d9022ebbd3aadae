"""The noun phrase right after a number: 13个港航项目, 98%的基层医疗机构."""

from jiedu.reports.quantities.indicators.brackets import MARK, unquoted
from jiedu.reports.quantities.indicators.phrases import Phrases
from jiedu.reports.quantities.indicators.reading import Reading

_FOLLOWING = 26
# What is no noun: punctuation, a function word, another number, or where a change arrives.
_NO_NOUN = r"""
    $
  | [、，。；：！？\n\ ）)》”…—,;:!?.\-{no_noun_head.chars}]
  | {arriving_verb}[{arriving_at.chars}]
  | [{DIGITS}]
  | {per_base}{parts}
  | {ORDINAL}(?:{parts}|[{counted.chars}])
"""
_FUNCTION = r"{function_word}"
_DIGIT = r"[{DIGITS}]"
_EXCEPT = r"{except_end}$"
# 3个项目已通过验收, 在45种产品中: what stands between the noun and the verb, or says where, is no part of it.
_END = r"""
    (?: {end_of_clause}
      | [{DIGITS}]{1,2}{month_before}
      | (?<![{within_before.chars}]){within}
      | (?<![{no_after_before.chars}]){after_word}
    )+ $
"""
PATTERNS = (MARK, _NO_NOUN, _FUNCTION, _EXCEPT, _END, _DIGIT)


class Following:
    """Find the noun phrase after a number with the words of a lexicon."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._mark, self._no_noun, self._function, self._except, self._end, self._digit = map(phrases.hear, PATTERNS)
        self._excepts = tuple(phrases.words("except_word"))
        self._of, self._people = (frozenset(phrases.words(name)) for name in ("noun_of", "population_tail"))

    def after(self, reading: Reading, noun: str) -> str:
        """Give the noun phrase after a number, empty for none; `noun` is what stands before it."""
        token, text = reading.token, reading.text
        if token.kind in ("time", "rank"):
            return ""
        mark = self._mark.match(text, token.outer_end)
        at = mark.end() if mark else token.outer_end
        attributive = text[at : at + 1] in self._of
        if not (self._modifies(reading, noun) if attributive else self._counts(reading, noun)):
            return ""
        return self._phrase(reading, text[at + attributive : at + _FOLLOWING])

    def _modifies(self, reading: Reading, noun: str) -> bool:
        """Say whether a number with 的 says something of the noun that follows."""
        return not noun or reading.has_unit("percent_mark")

    def _counts(self, reading: Reading, noun: str) -> bool:
        """Say whether a number without 的 may count the noun that follows."""
        token = reading.token
        if reading.has_unit("percent_mark") or reading.has_unit("point_unit"):
            return False
        if token.outer_end == token.end:
            return True
        # A word that bounds the number parts it from the noun: 300人以上参加.
        parted = noun and (token.kind != "count" or reading.has_unit("being_unit") or not token.unit)
        return not parted and token.kind not in ("rate", "share")

    def _phrase(self, reading: Reading, rest: str) -> str:
        """Cut the noun phrase off what follows."""
        if self._no_noun.match(rest):
            return ""
        if reading.has_unit("times_unit"):
            # 4次降低存款准备金率: what was done so often is named by its object
            rest = rest[len(self._phrases.changing(rest)) :]
        stop = self._phrases.stop.search(rest)
        if stop and stop.start() == 0:
            return ""
        if rest[0] in self._people and reading.has_unit("people_unit"):
            return f"{reading.token.unit}{rest[0]}"
        phrase = unquoted((rest[: stop.start()] if stop else rest).strip("".join(self._of)))
        phrase = self._end.sub("", phrase)
        if stop and self._digit.search(stop[0]):
            # 项目达到31个: before another number stands its verb
            phrase = self._phrases.strip_tail(phrase).noun
        if reading.segment.startswith(self._excepts):
            phrase = self._except.sub("", phrase)
        return "" if self._function.fullmatch(phrase) else phrase
