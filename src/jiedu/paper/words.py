"""The words that the book on paper and the EPUB say themselves, in Chinese and English, in one place."""

PRINTED_WORDS = {
    "contents": ("目录", "Contents"),
    "answers": ("答案", "Answers"),
    "version": ("版本", "Version"),
    "source": ("所读版面", "The page that is read"),
    "cite": ("引用本书", "Cite this book"),
    "ids": (
        "数字和承诺旁的小字是其编号，可据以引用，也可在台账中查到。",
        "The small print beside a number, a promise or a note is its id: it can be cited, and the ledger has its row.",
    ),
    "title page": ("书名页", "Title page"),
    "begin": ("正文", "Start of the book"),
    "rights": ("许可", "Licence"),
    "left out": (
        "网站上此处可以操作：筛选、粘贴或下载；本书从略。",
        "On the site one can work with it here: filter, paste or download; the book leaves that out.",
    ),
    "access": (
        "目录可逐级进入；图均有文字替代；注释以弹出脚注标记；中英文均标明语言。",
        "The contents lead to parts, chapters and sections; every chart has its text alternative; "
        "notes are marked as footnotes; every run of Chinese and English says its language.",
    ),
    "in brackets": ("（{}）", " ({})"),
    "of": ("{}：", "{}: "),
    "as above": ("（句子同上）", "(the sentence as above)"),
    "moved": ("（横排，见本章末）", "(set across, at the end of this chapter)"),
}
"""Each word by its name: (Chinese, English)."""


def printed_word(name: str, language: str) -> str:
    """Give a word in the language of the book, English where it is not Chinese.

    >>> printed_word("contents", "zh-CN"), printed_word("contents", "en")
    ('目录', 'Contents')
    """
    return PRINTED_WORDS[name][0 if language.lower().startswith("zh") else 1]
