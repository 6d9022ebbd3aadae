"""A computed fact taken apart: what its formula says in words, and the rows that it takes as inputs."""

import ast
from collections.abc import Iterator

from jiedu.answers.rows import site_id
from jiedu.display import labels
from jiedu.display.labels import Label
from jiedu.edition import Edition
from jiedu.language import language, say

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
"""What the rows of a table are called in English, where it is not the name of the table."""

_TABLES: dict[str, str] = {
    "quantities": "台账中的数字",
    "commitments": "承诺",
    "translation": "句子",
    "context": "页外事实",
    "panel-reports": "面板中的报告",
    "panel-targets": "面板中的目标",
    "panel-outcomes": "面板中的结果",
    "panel-measures": "面板中的度量",
    "panel-agreement": "面板各次读数的比对",
    "coding-a": "第一份编码中的数字",
    "coding-b": "第二份编码中的数字",
    "blocks": "区块",
    "terms": "词条",
    "occurrences": "词条出现处",
    "disagreements": "编码分歧",
    "promises-disagreements": "承诺种类的编码分歧",
    "promises-bare": "不用规则的承诺编码",
    "promises-wide": "按宽规则的承诺编码",
    "mutations": "单处改动",
}
"""The same in Chinese, for every table."""

_COLUMNS: dict[str, str] = {
    **{name: zh for name, (zh, _) in (labels.FIELDS | labels.MEASURED | labels.CRITERIA).items()},
    "actor": "行动主体",
    "aim": "目标层次",
    "area": "对象",
    "availability": "有无数值",
    "block": "区块",
    "code": "地区代码",
    "confidence": "依据",
    "date": "日期",
    "deadline": "期限",
    "family": "指标",
    "force": "措辞力度",
    "id": "编号",
    "level": "层级",
    "measure": "度量",
    "period": "时期",
    "quantities": "数量",
    "report": "报告",
    "role": "角色",
    "section": "版块",
    "state": "状态",
    "table": "表",
    "target_id": "目标编号",
    "term": "词条",
    "topic": "主题",
    "year": "年份",
    "by": "方法",
    "of": "对象",
    "agreed": "一致数",
    "cells": "单元格数",
    "reader_right": "读者正确数",
    "caught": "发现数",
    "signed": "靠署名发现数",
    "tried": "改动数",
    "characters": "字数",
    "plan_characters": "规划部分字数",
    "plan_quantities": "规划部分数量数",
    "promises": "承诺数",
    "promises_actor": "写明行动主体的承诺数",
    "promises_deadline": "写明期限的承诺数",
    "promises_number": "含数量的承诺数",
    "promises_strive": "带力争、争取的承诺数",
    "promises_strive_number": "带力争、争取且含数量的承诺数",
    "strive_share_number": "带力争、争取的承诺中含数量者，%",
    "other_share_number": "其余承诺中含数量者，%",
    "strive": "力争、争取次数",
    "ensure": "确保、务必次数",
    "about": "左右次数",
    "at_least": "以上、不低于次数",
}
"""What columns are called in Chinese."""

_CODES: dict[str, dict[str, Label]] = {
    "class": labels.CLASSES,
    "comparator": labels.COMPARATORS,
    "kind": labels.KINDS | labels.COMMITMENT_KINDS,
    "status": labels.STATUSES,
    "force": labels.FORCES,
    "role": labels.ROLES,
    "confidence": labels.CONFIDENCES,
    "level": labels.LEVELS,
    "measure": labels.PANEL_MEASURES,
    "availability": labels.AVAILABLE,
    "table": labels.PANEL_TABLES,
    "aim": {"base": ("目标本身", "the target"), "stretch": ("力争所及", "what is striven for")},
    "state": {"machine": ("只有机器读过", ""), "checked": ("编码者核对过", ""), "corrected": ("编码者更正过", "")},
    "area": {"prose": ("正文", ""), "tables": ("数据表", ""), "translation": ("译文", "")},
    "by": {"likeness": ("相似度", ""), "overlap": ("占比", "")},
    "of": {"promises": ("承诺", "")},
    "topic": {"benchmarks": ("参照", "")},
}
"""What the codes of a column are called in Chinese."""

_SIDES = {"above": "高于", "below": "低于", "at": "等于"}


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
    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     in_plain_words('count("commitments", kind="result", deadline="*")')
    '种类为成果、写明期限的承诺的数目'
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
        return _either([_said(item) for item in node.elts])
    return str(node.value) if isinstance(node, ast.Constant) else ast.unparse(node)


def _called(name: str, call: ast.Call) -> str:
    form, tables = _CALLS[name]
    if language() == "zh":
        return _called_in_chinese(form, tables, call)
    said = [_said(argument).replace("_", " ") for argument in call.args]
    where = _where(call.keywords)
    rows = ROWS.get(said[0].replace(" ", "_"), said[0]) + where if tables and said else ""
    # A formula that lacks an argument cannot be computed, and says so elsewhere.
    return form.format(*said[tables:], "…", "…", rows=rows, where=where)


def _called_in_chinese(form: str, tables: int, call: ast.Call) -> str:
    """Say the same in Chinese, where what rows are picked by stands before them."""
    said = [_said(argument) for argument in call.args]
    conditions = "、".join(_condition(keyword) for keyword in call.keywords)
    rows = _TABLES.get(said[0], said[0]) if tables and said else ""
    if rows and conditions:
        rows = f"{conditions}的{rows}"
    own = [_COLUMNS.get(word) or _SIDES.get(word) or _family(word) for word in said[tables:]]
    where = f"（{conditions}）" if conditions else ""
    return say(form).format(*own, "…", "…", rows=rows, where=where)


def _condition(keyword: ast.keyword) -> str:
    name = (keyword.arg or "").rstrip("_")
    column = _COLUMNS.get(name, name)
    given = keyword.value.elts if isinstance(keyword.value, ast.List) else [keyword.value]
    words = [_said(one) for one in given]
    if words in (["*"], [""]):
        return f"{'写明' if words == ['*'] else '无'}{column}"
    if name in ("first", "last"):
        return f"年份{'不早于' if name == 'first' else '不晚于'}{words[0]}"
    if name == "family":
        words = [_family(word) for word in words]
    elif name == "section":
        words = [word.upper() for word in words]
    else:
        words = [labels.labelled(_CODES.get(name, {}), word)[0] or word for word in words]
    return f"{column}为{_either(words)}"


def _family(name: str) -> str:
    """Name a family of targets in Chinese; any other word stands for itself."""
    try:
        return labels.family_label(name)[0]
    except KeyError:
        return name


def _either(words: list[str]) -> str:
    if language() != "zh":
        return " or ".join(words)
    *before, last = words or [""]
    return f"{'、'.join(before)}或{last}" if before else last


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
