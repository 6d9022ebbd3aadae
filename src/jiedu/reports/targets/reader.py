"""The engine that asks the rules of a list, in their order, of one sentence after the other."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from jiedu.reports.families import BY_NAME, Families, families_of
from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities import Quantity
from jiedu.reports.rules import hear
from jiedu.reports.structure.signs import plain_year
from jiedu.reports.targets import measures, names, numbers
from jiedu.reports.targets.clauses import CLAUSES, PLAIN_TAKING, TAKINGS
from jiedu.reports.targets.model import Claim, Clause, NamedFamily, Number, Sentence
from jiedu.text.spans import Span

# A clause keeps what stands in its brackets.
_CLAUSE = re.compile(r"(?:（[^（）\n]{0,60}）|\([^()\n]{0,60}\)|[^，,；;。！：:])+")
_ITEM = re.compile(r"[、和及与]")


class Patterns:
    """Hold the words that the rules of lists hear, compiled for one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.by_rule = {rule.name: hear(rule.pattern, lexicon) for rule in CLAUSES if rule.pattern}
        self.refused = [
            (rule, hear(rule.before or "", lexicon), hear(rule.after or "", lexicon)) for rule in numbers.REFUSES
        ]
        self.next_item = hear(numbers.NEXT_ITEM.before, lexicon)
        self.measures = [
            (rule, frozenset(lexicon.lists[rule.units]) if rule.units else None, hear(rule.pattern, lexicon))
            for rule in measures.RULES
        ]
        self.takings = [(rule, hear(rule.pattern, lexicon)) for rule in TAKINGS]
        self.joined, self.compared, self.beside, self.both = (
            hear(rule.pattern, lexicon) for rule in names.RULES if rule.pattern
        )
        self.apart, self.town, self.village = (hear(p, lexicon) for p in (names.APART, names.TOWN, names.VILLAGE))
        self.paired = hear(names.PAIRED, lexicon)
        self.compares = hear(names.COMPARES, lexicon)
        self.trade = hear(names.TRADE, lexicon)
        self.separates = hear(r"[、{target_and.chars}]", lexicon)
        self.stretch = hear("{target_strive}", lexicon)
        self.sync = hear("{target_tied}", lexicon)
        self.down = hear("{target_down}", lexicon)


@lru_cache(maxsize=2)
def patterns_of(lexicon: Lexicon) -> Patterns:
    """Prepare the rules for a lexicon once; the last two are kept.

    >>> patterns_of(Lexicon.load()) is patterns_of(Lexicon.load())
    True
    """
    return Patterns(lexicon)


class Reader:
    """Read sentences of targets: the quantities of a report, its year, and the rules for one lexicon.

    `silenced` names the rule by which a number or a name was passed over, by its offset in the source.
    """

    def __init__(self, quantities: Sequence[Quantity], year: int | None, lexicon: Lexicon) -> None:
        self.families: Families = families_of(lexicon)
        self.patterns: Patterns = patterns_of(lexicon)
        self.lexicon = lexicon
        self.year = year
        self.silenced: dict[int, str] = {}
        self._quantities = quantities
        self._starts = array("q", (quantity.start for quantity in quantities))

    def claims(self, sentence: Sentence) -> Iterator[Claim]:
        """Give what the clauses of a sentence claim, in their order."""
        before: tuple[Claim, ...] = ()
        text = sentence.paragraph.text
        for found in _CLAUSE.finditer(text, sentence.start, sentence.end):
            opened = text[found.start() - 1] if found.start() > sentence.start else ""
            before = () if opened in ("；", ";") else before
            clause = self._clause(sentence, found.start(), found[0], before, opened)
            made = next((claims for rule in CLAUSES if (claims := rule.then(self, clause))), [])
            base = tuple(claim for claim in made if claim.aim == "base")
            if base or clause.numbers or clause.names:
                before = base or (before if made else ())
            yield from made

    def _clause(self, sentence: Sentence, start: int, words: str, before: tuple[Claim, ...], opened: str) -> Clause:
        named = tuple(self._names(sentence, start, words))
        kept = []
        for number in self._numbers(sentence, start, start + len(words)):
            if refused := self.refusing(sentence, start, words, number):
                self.silenced[number.quantity.start] = refused
            else:
                kept.append(number)
        if named and len(kept) != 1:
            kept = [number for number in kept if number.start >= named[0].end]
        return Clause(sentence, start, words, named, tuple(kept), before, opened)

    def _numbers(self, sentence: Sentence, start: int, end: int) -> Iterator[Number]:
        span = sentence.paragraph.span_to_source(start, end)
        for quantity in self._quantities[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]:
            if quantity.class_ == "quantity" and quantity.value is not None and quantity.kind not in ("date", "time"):
                at = sentence.paragraph.from_source(quantity.start) - start
                yield Number(at, sentence.paragraph.from_source(quantity.end) - start, quantity)

    def refusing(self, sentence: Sentence, start: int, words: str, number: Number) -> str:
        """Name the rule by which a number is no target, whatever its clause is about; "" where none speaks."""
        before = words[: number.start]
        far = sentence.paragraph.text[sentence.start : start] + before
        for rule, head, tail in self.patterns.refused:
            found = head.search(far if rule.far else before)
            if found is None or not tail.search(words[number.end :]):
                continue
            if rule is not numbers.LATER_YEAR or (self.year and int(plain_year(found[1])) > self.year):
                return rule.name
        return ""

    def _names(self, sentence: Sentence, start: int, words: str) -> Iterator[NamedFamily]:
        """Say which families a clause is about."""
        mentions = list(self.families.named(words))
        compared = self.patterns.compared.search(words) is not None and not self.patterns.apart.search(words)
        taken: NamedFamily | None = None
        for mention in mentions:
            if taken is not None:
                between = words[taken.end : mention.start]
                separate = self.patterns.separates.search(between) is not None
                is_joined = "、" in between or self.patterns.joined.fullmatch(between)
                held_against = self.patterns.compared.search(between[between.rfind("、") + 1 :])
                if held_against or (compared and mention.family == "gdp"):
                    self.silenced[sentence.paragraph.to_source(start + mention.start)] = names.COMPARED.name
                    continue
                if not separate or not is_joined:
                    continue
            rule = names.FIRST if taken is None else names.JOINED
            item = max((found.end() for found in _ITEM.finditer(words, 0, mention.start)), default=0)
            scope = self._scope(words, item, mention.start, mention.end, mention.family)
            taken = NamedFamily(mention.start, mention.end, mention.family, scope, item, rule.name)
            yield from self._beside(words, taken)
            yield from self._both(words, taken)

    def _beside(self, words: str, name: NamedFamily) -> Iterator[NamedFamily]:
        """Give what stands before a name and shares its family: 城镇 in 城镇和农村居民收入."""
        if name.family != "income":
            return
        found = self.patterns.beside.search(words, 0, name.item)
        if found is not None:
            scope = "urban" if self.patterns.town.match(found[0]) else "rural"
            yield NamedFamily(found.start(), name.end, name.family, scope, found.start(), names.URBAN_BESIDE_RURAL.name)

    def _both(self, words: str, name: NamedFamily) -> Iterator[NamedFamily]:
        """Make two of 城乡居民收入 where they have their own numbers."""
        item = words[name.item : name.end]
        apart = self.patterns.apart.search(words) or self.patterns.paired.search(words, name.end)
        if name.family == "income" and apart and self.patterns.both.search(item):
            rule = names.RESPECTIVELY_BOTH.name
            yield name._replace(scope="urban", rule=rule)
            yield name._replace(scope="rural", rule=rule)
        else:
            yield name

    def _scope(self, words: str, item: int, start: int, end: int, family: str) -> str:
        if family == "trade":
            return "all" if self.patterns.trade.match(words, start, end) else "exports"
        if family != "income":
            return "all"
        # 农村居民收入增速高于城镇居民: what is compared with does not name the scope.
        own = self.patterns.compares.split(words[item:end])[0]
        urban, rural = self.patterns.town.search(own) is not None, self.patterns.village.search(own) is not None
        return "all" if urban == rural else "urban" if urban else "rural"

    def things(self, clause: Clause, stop: int, count: int) -> list[NamedFamily | None]:
        """Give the things before 分别, None for what is no family; nothing where they are not as many as `count`."""
        listed = [name for name in clause.names if name.start < stop]
        if count == len(listed) == 2 and listed[0].start == listed[1].start:
            return list(listed)
        bounds = [0, *(found.end() for found in _ITEM.finditer(clause.words, 0, stop))]
        if len(bounds) != count:
            return []
        named = {name.item: name for name in listed}
        return [named.get(bound) for bound in bounds]

    def can_be(self, clause: Clause, name: NamedFamily, number: Number) -> bool:
        """Say whether a number can be the target of a family that its clause names."""
        quantity = number.quantity
        between = clause.words[name.end : number.start]
        if not self.families.fits(name.family, quantity.unit, quantity.kind):
            refused = numbers.UNFIT.name
        elif self.patterns.next_item.search(between):
            refused = numbers.NEXT_ITEM.name
        elif self.families.is_other(name.family, between):
            refused = numbers.OTHER.name
        else:
            return True
        self.silenced[quantity.start] = refused
        return False

    def hears(self, rule: str, words: str) -> bool:
        """Say whether a rule's pattern is heard in words."""
        return self.patterns.by_rule[rule].match(words) is not None

    def measure(self, clause: Clause, name: NamedFamily, number: Number) -> tuple[str, str]:
        """Give the measure of a number, and the rule that says so."""
        between = clause.words[name.end : number.start]
        return self.measure_of(name.family, number.quantity, between)

    def measure_of(self, family: str, quantity: Quantity, between: str) -> tuple[str, str]:
        """Give the measure of a quantity that is a family's, by the words between name and number."""
        usual = BY_NAME[family].usual
        for rule, units, pattern in self.patterns.measures:
            fits = units is None or quantity.unit in units
            fits = fits and rule.usual in ("", usual) and rule.family in ("", family)
            if fits and pattern.search(between):
                return rule.measure, rule.name
        raise AssertionError(family)

    def claim(self, clause: Clause, name: NamedFamily, number: Number, aim: str, rule: str) -> Claim:
        """Claim a number for a family."""
        quantity = number.quantity
        measure, measured = self.measure(clause, name, number)
        down = "down" if self.patterns.down.search(clause.words) else ""
        return Claim(
            name.family,
            name.scope,
            aim,
            measure,
            quantity,
            clause.words[name.item : name.end],
            clause.words,
            clause.sentence.text,
            Span(quantity.start, quantity.end),
            quantity.comparator,
            quantity.direction or down,
            (name.rule, rule, measured),
        )

    def bare_claim(self, sentence: Sentence, quantity: Quantity, family: str, rule: str) -> Claim:
        """Claim a number for a family that its own clause does not name."""
        at = sentence.paragraph.from_source(quantity.start)
        words = next(
            found[0]
            for found in _CLAUSE.finditer(sentence.paragraph.text, sentence.start, sentence.end)
            if found.start() <= at < found.end()
        )
        measure, measured = self.measure_of(family, quantity, "")
        span = Span(quantity.start, quantity.end)
        comparator, direction = quantity.comparator, quantity.direction
        text, rules = sentence.text, (rule, measured)
        return Claim(family, "all", "base", measure, quantity, "", words, text, span, comparator, direction, rules)

    def in_words(self, clause: Clause, name: NamedFamily, comparator: str, direction: str) -> Claim:
        """Claim for a family what stands in words."""
        named = clause.words[name.item : name.end]
        rules = (name.rule, "clause.in-words")
        words, sentence = clause.words, clause.sentence.text
        return Claim(
            name.family, name.scope, "base", "", None, named, words, sentence, clause.span, comparator, direction, rules
        )

    def width(self, named: str) -> tuple[int, str]:
        """Say how wide a taking is, and by which rule."""
        found = ((rule.width, rule.name) for rule, pattern in self.patterns.takings if pattern.search(named))
        return next(found, (PLAIN_TAKING, ""))
