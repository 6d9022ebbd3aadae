"""The words that an EPUB says itself, in Chinese and in English; everything else it takes from the site."""

from collections.abc import Mapping

_WORDS: Mapping[str, tuple[str, str]] = {
    "contents": ("目录", "Contents"),
    "title page": ("书名页", "Title page"),
    "begin": ("正文", "Start of the book"),
    "reads": ("所读版面", "The page it reads"),
    "version": ("版本", "Version"),
    "rights": ("许可", "Licence"),
    "left out": (
        "网站上此处可以操作：筛选、粘贴或下载；本书从略。",
        "On the site one can work with it here: filter, paste or download; the book leaves that out.",
    ),
    "several": ("可多选", "several"),
    "access": (
        "目录可逐级进入；图均有文字替代；注释以弹出脚注标记；中英文均标明语言。",
        "The contents lead to parts, chapters and sections; every chart has its text alternative; "
        "notes are marked as footnotes; every run of Chinese and English says its language.",
    ),
}


def written_word(what: str, language: str) -> str:
    """Say one of the words of the EPUB itself in the language of the book.

    >>> written_word("contents", "zh-CN"), written_word("contents", "en")
    ('目录', 'Contents')
    """
    return _WORDS[what][0 if language.partition("-")[0] == "zh" else 1]
