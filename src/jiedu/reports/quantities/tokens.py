"""From running text to tokens: every numeral, its unit, and what class of numeral it is."""

import re
from collections.abc import Iterator

from jiedu.reports.quantities.classes import Classes
from jiedu.reports.quantities.extents import EXTENT_RULES
from jiedu.reports.quantities.forms import TOO_LONG, read_fraction, read_half, read_number, read_rate
from jiedu.reports.quantities.grammar import LONGEST, Grammar, Token
from jiedu.reports.quantities.numeral import Numeral, NumeralRules, head_of
from jiedu.reports.quantities.ranges import share_lists
from jiedu.text.characters import DIGITS
from jiedu.text.spans import Span

_JOINTS = frozenset(",，.．")
_PORTION = 4_000
"""The fewest numerals that are read at a time."""
_BREAKS = (re.compile(r"\n"), re.compile(r"[。！？；\n]"), re.compile(""))
"""Where a portion may end: between paragraphs, in one far too long between sentences, and at last anywhere."""


_RUN = re.compile(rf"[{DIGITS}][{DIGITS},，.．]{{999,}}")
"""Digits and commas that are no list of numbers but the contents of something: one label, whatever is in it."""


class Tokenizer:
    """Find numerals by the grammar of a lexicon, and class them by the rules.

    >>> from jiedu.reports.lexicon import Lexicon
    >>> [(t.class_, t.unit) for t in Tokenizer(Grammar(Lexicon.load())).tokenize("一期建成3家")]
    [('ordinal', ''), ('quantity', '家')]
    """

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self._classes = Classes(grammar)
        self._extents = NumeralRules(EXTENT_RULES, grammar)

    def tokenize(self, text: str) -> list[Token]:
        """Give every numeral of a running text, classed, with value and unit; the time grows with the length."""
        return [token for portion in self.portions(text) for token in portion]

    def portions(self, text: str) -> Iterator[list[Token]]:
        """Give the numerals some thousands at a time, so that those of a long text need not be held at once.

        >>> from jiedu.reports.lexicon import Lexicon
        >>> [len(found) for found in Tokenizer(Grammar(Lexicon.load())).portions("建成3家。\\n" * 5000)]
        [4000, 1000]
        """
        tokens: list[Token] = []
        position, find = 0, self.grammar.token.search
        while match := find(text, position):
            if len(tokens) >= _PORTION and _BREAKS[min(len(tokens) // _PORTION, len(_BREAKS)) - 1].search(
                text, position, match.start()
            ):
                yield share_lists(text, tokens, self.grammar)
                tokens = []
            token = self._read_run(text, match) or self._read(text, match)
            tokens.append(token)
            position = token.end
        yield share_lists(text, tokens, self.grammar)

    def _read_run(self, text: str, match: re.Match[str]) -> Token | None:
        """Read a thousand digits and commas as one; each by itself would be asked every rule."""
        start, end = match.span()
        run = _RUN.match(text, start) if text[end : end + 1] in _JOINTS and end < len(text) else None
        return (
            Token(start, run.end(), start, run.end(), arabic=True).learn(TOO_LONG.name, class_="label") if run else None
        )

    def _read(self, text: str, match: re.Match[str]) -> Token:
        """Read one match: its extent, value and unit, and its class by what stands around it."""
        start, end = match.span()
        grammar = self.grammar
        word = grammar.word_at(text, start, end)
        if word:
            return word
        nth = match["nth"] is not None
        at = start + nth
        if nth and match["number"]:
            # 第三多 is the third: no approximator belongs to a rank.
            end = match.end("number")
        arabic = text[at : at + 1] in grammar.digits
        if match["number"] and end - start <= LONGEST:
            return self._number(text, Span(start, end), match["number"], nth, arabic)
        token = Token(start, end, at, end, nth=nth, arabic=arabic)
        if match["single"]:
            return read_half(text, token, grammar)
        if end - start > LONGEST:
            return token.learn(TOO_LONG.name, class_="label")
        if match["below"] or match["slash"]:
            return read_fraction(text, token, match, grammar)
        rate = read_rate(text, token, match, grammar)
        return self._extents.each(Numeral(text, rate, "", None, head_of(text, start), grammar))

    def _number(self, text: str, span: Span, number: str, nth: bool, arabic: bool) -> Token:
        """Read a number, class it, and let each rule of extents speak in turn on what counts or measures."""
        numeral = read_number(text, span, number, nth, arabic, self.grammar)
        if numeral.token.value is None:
            return numeral.token
        token = self._classes.of(numeral)
        if token.class_ != "quantity" or token.kind in ("date", "rank"):
            return token
        return self._extents.each(Numeral(text, token, *numeral[2:]))
