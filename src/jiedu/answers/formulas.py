"""A computed fact taken apart: what its formula says in words, and the rows that it takes as inputs."""

import ast
from collections.abc import Iterator

from jiedu.answers.rows import site_id
from jiedu.edition import Edition

ROWS: dict[str, str] = {
    "quantities": "numbers of the ledger",
    "commitments": "promises",
    "translation": "sentences",
    "context": "facts from outside",
    "panel-reports": "reports of the panel",
    "panel-targets": "targets of the panel",
    "panel-outcomes": "outcomes of the panel",
    "panel-measures": "measures of the panel",
    "panel-agreement": "comparisons of readings of the panel",
    "coding-a": "numerals of the first coding",
    "coding-b": "numerals of the second coding",
}
"""What the rows of a table are called, where it is not the name of the table."""

_OPERATORS: dict[type[ast.AST], tuple[str, int]] = {
    ast.Add: ("+", 1),
    ast.Sub: ("−", 1),
    ast.Mult: ("×", 2),
    ast.Div: ("÷", 2),
    ast.Eq: ("=", 0),
    ast.Gt: (">", 0),
    ast.Lt: ("<", 0),
}

_CALLS: dict[str, tuple[str, int]] = {
    "count": ("the count of {rows}", 1),
    "distinct": ("the count of different {0} among {rows}", 1),
    "total": ("the sum of {0} over {rows}", 1),
    "median": ("the median {0} of {rows}", 1),
    "smallest": ("the smallest {0} of {rows}", 1),
    "largest": ("the largest {0} of {rows}", 1),
    "below": ("the count of {rows} with a {0} below {1}", 1),
    "cell": ("the {1} of {0} among {rows}", 1),
    "characters": ("the characters of the blocks{where}", 0),
    "times": ("how often {0} stands on the page", 0),
    "overlap": ("the share of the character pairs of {0} that stand in section {1}, in per cent", 0),
    "likeness": ("the character pairs that {0} and section {1} share, in per cent of those of either", 0),
    "matched": ("the count of blocks that are nearest to their own section{where}", 0),
    "alpha": ("Krippendorff’s alpha of {0} between the two codings{where}", 0),
    "kappa": ("Cohen’s kappa of {0} between the two codings{where}", 0),
    "equal_share": ("the share of rows with the same {0} in both codings{where}", 0),
    "reader_share": ("the share of rows whose {0} the reader has as the ledger has it", 0),
    "against": ("the years in which the outcome of {0} lay {1} the target{where}", 0),
    "beside_last": ("the targets of {0} beside which the year before lay {1}{where}", 0),
    "gap": ("the median distance of the outcome of {0} from its target{where}", 0),
}
"""How each function of a formula reads, and how many of its arguments name the table."""


def in_plain_words(formula: str) -> str:
    """Say in words what a formula computes; names of rows stay, and what is no formula is given as it is.

    >>> in_plain_words('100 * fact_plain / count("commitments", kind="result", deadline="*")')
    '100 × fact-plain ÷ the count of promises with kind result and any deadline'
    """
    try:
        return _said(ast.parse(formula.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError):
        return formula


def _said(node: ast.AST, within: int = 0) -> str:
    if isinstance(node, ast.BinOp | ast.Compare):
        sides = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.left, node.comparators[0])
        operator = node.op if isinstance(node, ast.BinOp) else node.ops[0]
        sign, weight = _OPERATORS.get(type(operator), ("?", 0))
        # Of two signs of one weight the right side needs its brackets: a − (b − c).
        words = f"{_said(sides[0], weight)} {sign} {_said(sides[1], weight + 1)}"
        return f"({words})" if weight < within else words
    if isinstance(node, ast.UnaryOp):
        return f"−{_said(node.operand, 3)}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        return _called(node.func.id, node)
    if isinstance(node, ast.Name):
        return node.id.replace("_", "-")
    if isinstance(node, ast.List):
        return " or ".join(_said(item) for item in node.elts)
    return str(node.value) if isinstance(node, ast.Constant) else ast.unparse(node)


def _called(name: str, call: ast.Call) -> str:
    form, tables = _CALLS[name]
    said = [_said(argument).replace("_", " ") for argument in call.args]
    where = _where(call.keywords)
    rows = ROWS.get(said[0].replace(" ", "_"), said[0]) + where if tables and said else ""
    # A formula that lacks an argument cannot be computed, and says so elsewhere.
    return form.format(*said[tables:], "…", "…", rows=rows, where=where)


def _where(keywords: list[ast.keyword]) -> str:
    parts = []
    for keyword in keywords:
        column, words = (keyword.arg or "").rstrip("_").replace("_", " "), _said(keyword.value)
        column = {"first": "years from", "last": "years to"}.get(column, column)
        parts.append({"*": f"any {column}", "": f"no {column}"}.get(words, f"{column} {words}"))
    *before, last = parts or [""]
    return f" with {', '.join(before)}{' and ' if before else ''}{last}" if parts else ""


def inputs(edition: Edition, formula: str) -> list[str]:
    """List the rows that a formula names, by their ids on the site, in the order in which it names them.

    >>> inputs(Edition.open(), "(q_099 == r_city_gdp_growth) + f02 + fact_plain")
    ['q-099', 'r-city-gdp-growth', 'ctx-f02', 'fact-plain']
    """
    try:
        nodes = list(ast.walk(ast.parse(formula.strip(), mode="eval")))
    except (SyntaxError, ValueError, RecursionError):
        return []
    found: list[tuple[int, str]] = []
    for node in nodes:
        if isinstance(node, ast.Name):
            found += [(node.col_offset, name) for name in _row(edition, node.id.replace("_", "-"), _NAMED)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += [(node.col_offset, name) for name in _row(edition, node.value, _LISTED)]
    return list(dict.fromkeys(name for _, name in sorted(found)))


_NAMED = ("facts", "quantities", "comparisons", "context")
_LISTED = ("quantities", "commitments")


def _row(edition: Edition, name: str, tables: tuple[str, ...]) -> Iterator[str]:
    for table in tables:
        if edition.has(table, name):
            yield site_id(table, name)
            return
