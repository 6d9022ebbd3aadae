"""Words of the package beside each other in a line, where both languages are printed; else those of the one."""

import re

from jiedu.display.html import Safe, chinese, english, mixed
from jiedu.language import BOTH, language
from jiedu.text.characters import HAN


def english_then(en: str, zh: str, between: str = " · ") -> str:
    """Write words in the language that is printed in; in both, the English first, as headings have it.

    >>> english_then("The panel", "面板")
    'The panel · 面板'
    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     english_then("The panel", "面板")
    '面板'
    """
    spoken = language()
    return f"{en}{between}{zh}" if spoken == BOTH else zh if spoken == "zh" else en


def half_title(title: str) -> str:
    """Write a title that holds both languages, the English first and a dot between, in those that are printed.

    >>> from jiedu.language import speaking
    >>> with speaking("zh"):
    ...     half_title("The panel · 面板"), half_title("Panel")
    ('面板', 'Panel')

    A dot in a title of one language parts nothing.

    >>> with speaking("en"):
    ...     half_title("A · The steady economy"), half_title("A · The steady economy · 经济平稳健康")
    ('A · The steady economy', 'A · The steady economy')
    >>> with speaking("zh"):
    ...     half_title("A · 经济平稳健康")
    'A · 经济平稳健康'
    """
    en, dot, zh = title.rpartition(" · ")
    return english_then(en, zh) if dot and len(en) > 1 and _HAN.search(zh) and not _HAN.search(en) else title


_HAN = re.compile(f"[{HAN}]")


def beside(zh: str, en: str) -> Safe:
    """Write words in one line, each called what it is: the Chinese before the English where both are printed.

    >>> from jiedu.language import speaking
    >>> with speaking("both"):
    ...     beside("读", "Read")
    Safe('<span lang="zh-CN">读</span> <span lang="en">Read</span>')
    >>> with speaking("en"):
    ...     beside("读", "Read")
    Safe('<span lang="en">Read</span>')
    """
    return _in_line(chinese(zh), english(en))


def beside_mixed(zh: str, en: str) -> Safe:
    """Write words in one line of a page in English, whose English has Chinese in it and is not named.

    >>> from jiedu.language import speaking
    >>> with speaking("both"):
    ...     beside_mixed("探索", "explore 探索")
    Safe('<span lang="zh-CN">探索</span> explore <span lang="zh-CN">探索</span>')
    """
    return _in_line(chinese(zh), mixed(en))


def _in_line(zh: Safe, en: Safe) -> Safe:
    spoken = language()
    return Safe("{} {}").format(zh, en) if spoken == BOTH else zh if spoken == "zh" else en


def comma() -> str:
    """Give what parts the members of a list in a line: 、 in Chinese.

    >>> comma().join(["q-001", "q-002"])
    'q-001, q-002'
    """
    return "、" if language() == "zh" else ", "


def semicolon() -> str:
    """Give what parts the longer members of a list in a line, a full-width mark in Chinese.

    >>> semicolon()
    '; '
    """
    return "；" if language() == "zh" else "; "


def pause() -> str:
    """Give what parts the phrases of a line, a full-width comma in Chinese.

    >>> pause()
    ', '
    """
    return "，" if language() == "zh" else ", "
