"""The expected targets of a report, family by family: a value, its bound, or why there is none.

A report lists its targets in one paragraph (今年经济社会发展的主要预期目标是：…), or states single ones elsewhere
(今年经济增长预期目标为7%左右). Both are read. What the plan sets beyond them, for a family that neither names, is `in
the plan`, and never mixed with them; other numbers of the plan are quantities, and no targets of these families.
"""

from collections.abc import Iterator, Sequence

from jiedu.reports.families import FAMILIES, Family
from jiedu.reports.lexicon import Lexicon
from jiedu.reports.quantities import Quantity
from jiedu.reports.structure import Structure
from jiedu.reports.targets import statements
from jiedu.reports.targets.model import AIMS, COLUMNS, SCOPES, WHERES, Claim, Target
from jiedu.reports.targets.plan import PlanReader
from jiedu.reports.targets.reader import Reader
from jiedu.reports.targets.statements import REFUSES, list_sentences, refusals
from jiedu.text.cleaning import reflow, strip_whitespace
from jiedu.text.spans import CleanText

__all__ = ["AIMS", "COLUMNS", "FAMILIES", "WHERES", "Family", "Target", "list_apart", "list_targets"]


def list_targets(
    text: str | CleanText, structure: Structure, quantities: Sequence[Quantity], lexicon: Lexicon | None = None
) -> list[Target]:
    """Give the expected targets in the order of FAMILIES; a family without one says why.

    >>> from jiedu.reports.quantities import read
    >>> from jiedu.reports.structure import read_structure
    >>> text = "我们没有提出全年经济增速具体目标。"
    >>> [t.availability for t in list_targets(text, read_structure(text), read(text))][:2]
    ['none set', 'not found']
    """
    run = reflow(text) if isinstance(text, str) else text
    lexicon = lexicon or Lexicon.load()
    return list_by(reader_of(structure, quantities, lexicon), run, structure, quantities)


def reader_of(structure: Structure, quantities: Sequence[Quantity], lexicon: Lexicon) -> Reader:
    """Make the reader of a report's targets; afterwards `silenced` tells what it passed over, and why."""
    return Reader(quantities, int(structure.year.value) if structure.year else None, lexicon)


def list_by(reader: Reader, run: CleanText, structure: Structure, quantities: Sequence[Quantity]) -> list[Target]:
    """Give the expected targets as a reader reads them."""
    lexicon = reader.lexicon
    rows: dict[str, list[Target]] = {}
    for claim, where in _stated(run, structure, reader, lexicon):
        rows.setdefault(claim.family, []).append(claim.as_target("stated" if claim.quantity else "not ratable", where))
    found = bool(rows)
    refused = refusals(run, structure, lexicon)
    for family, (span, sentence) in refused.items():
        if not any(row.value is not None for row in rows.get(family, ())):
            words = strip_whitespace(span.of(run.source))
            place = (span.start, span.end, words, sentence, "sentence")
            rows[family] = [_without(family, "none set", *place, rule=REFUSES.name)]
    silent = {family.name for family in FAMILIES} - rows.keys()
    for claim in PlanReader(run, structure, reader, lexicon).claims(quantities, silent):
        rows.setdefault(claim.family, []).append(claim.as_target("in the plan", "plan"))
    nothing = "not stated" if found else "not found"
    return [row for family in FAMILIES for row in rows.get(family.name) or [_without(family.name, nothing)]]


def _stated(run: CleanText, structure: Structure, reader: Reader, lexicon: Lexicon) -> Iterator[tuple[Claim, str]]:
    """Give the targets of the lists, then those that sentences state for families that the lists do not name."""
    listed = [
        claim
        for span in structure.targets
        for sentence in list_sentences(run, span, lexicon)
        for claim in reader.claims(sentence)
    ]
    named = {claim.family for claim in listed}
    said: list[Claim] = []
    for sentence, rule, goes_on in statements.statements(run, structure, lexicon):
        for claim in reader.claims(sentence):
            if claim.family not in named and not (goes_on and claim.quantity is None):
                said.append(claim.by(rule))
    for where, claims in (("list", listed), ("sentence", said)):
        for claim in _each_once(reader, claims):
            yield claim, where


def list_apart(run: CleanText, structure: Structure, quantities: Sequence[Quantity]) -> Iterator[list[Target]]:
    """Give for each list of targets what it states by itself.

    >>> from jiedu.reports.quantities import read
    >>> from jiedu.reports.structure import read_structure
    >>> text = "今年主要预期目标是：地区生产总值增长6%左右，固定资产投资增长8%。"
    >>> [[t.value for t in stated] for stated in list_apart(reflow(text), read_structure(text), read(text))]
    [[Decimal('6'), Decimal('8')]]
    """
    reader = reader_of(structure, quantities, Lexicon.load())
    for span in structure.targets:
        sentences = list_sentences(run, span, reader.lexicon)
        claims = [claim for sentence in sentences for claim in reader.claims(sentence)]
        yield [claim.as_target("stated", "list") for claim in _each_once(reader, claims) if claim.quantity]


def _each_once(reader: Reader, claims: list[Claim]) -> Iterator[Claim]:
    for family in FAMILIES:
        yield from _settled(reader, family, [claim for claim in claims if claim.family == family.name])


def _settled(reader: Reader, family: Family, claims: list[Claim]) -> list[Claim]:
    """Keep each target once, in its order; words without a number give way to the number."""
    if family.name == "budget_revenue":
        claims = _narrowest(reader, claims)
    kept: dict[tuple[str, str, str], Claim] = {}
    for claim in claims:
        kept.setdefault((claim.scope, claim.aim, claim.measure), claim)
    rated = {(scope, aim) for (scope, aim, _), claim in kept.items() if claim.quantity is not None}
    if rated:
        unrated = {(scope, aim) for (scope, aim, measure) in kept if not measure and scope != "all"}
        allowed = unrated - rated
        kept = {key: claim for key, claim in kept.items() if claim.quantity is not None or key[:2] in allowed}
    return sorted(
        kept.values(), key=lambda claim: (SCOPES.index(claim.scope), claim.aim, claim.measure != family.usual)
    )


def _narrowest(reader: Reader, claims: list[Claim]) -> list[Claim]:
    """Keep the narrowest taking that has a number: 财政总收入增长5%，其中一般公共预算收入增长4%."""
    widths = [(*reader.width(claim.named), claim) for claim in claims if claim.quantity is not None and claim.named]
    if not widths:
        return claims
    least = min(width for width, _, _ in widths)
    narrow = [claim.by(rule) if rule else claim for width, rule, claim in widths if width == least]
    return narrow + [claim for claim in claims if claim.quantity is not None and not claim.named]


def _without(
    family: str,
    availability: str,
    start: int | None = None,
    end: int | None = None,
    surface: str = "",
    sentence: str = "",
    where: str = "",
    rule: str = "",
) -> Target:
    """Make the row of a family without a value."""
    rules = (rule,) if rule else ()
    nothing = (None, None, "", "", "")
    return Target(family, "all", "base", "", availability, *nothing, start, end, surface, sentence, where, rules)
