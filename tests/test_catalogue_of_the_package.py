"""What the package says has its Chinese, with the same values in it."""

import ast
import re
from string import Formatter

import pytest
from support import ROOT

from jiedu.language import read_catalogues

CATALOGUES = ROOT / "src" / "jiedu" / "locale" / "zh_CN" / "LC_MESSAGES"
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def chinese() -> dict[str, str]:
    return read_catalogues(CATALOGUES)


def said() -> dict[str, str]:
    """Every sentence that is written out where the package says it, with the place; of a count its second form."""
    found = {}
    for path in sorted((ROOT / "src" / "jiedu").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", "")
            # A sentence that is told later.
            later = name == "partial" and getattr(call.args[0], "id", "") == "tell"
            if later or name in ("say", "say_count", "tell", "tell_count"):
                # Of a count the second form has the Chinese of what is said; of what is told each has its own.
                first = later or name == "say_count"
                for message in call.args[first : 2 if name == "tell_count" else first + 1]:
                    either = [message.body, message.orelse] if isinstance(message, ast.IfExp) else [message]
                    for one in either:
                        if isinstance(one, ast.Constant):
                            found[one.value] = f"{path.relative_to(ROOT)}:{one.lineno}"
    return found


def fields(message: str) -> list[str]:
    return sorted(field for _, field, _, _ in Formatter().parse(message) if field is not None)


def test_every_sentence_of_the_package_has_its_chinese(chinese: dict[str, str]) -> None:
    assert {place: message for message, place in said().items() if not chinese.get(message)} == {}


def test_a_sentence_and_its_chinese_have_the_same_values(chinese: dict[str, str]) -> None:
    apart = [
        message for message, words in chinese.items() if "{" in message + words and fields(message) != fields(words)
    ]
    assert apart == []


def test_the_chinese_is_chinese(chinese: dict[str, str]) -> None:
    said = {message: re.sub(r"\{[^}]*\}|<[^>]*>|\b\w+\.\w+\b", "", words) for message, words in chinese.items()}
    assert [message for message, words in said.items() if re.search("[a-z]{3}", words) and not HAN.search(words)] == []
