"""The words that the printed book says itself, in Chinese and English, in one place."""

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
    "moved": ("（横排，见本章末）", "(set across, at the end of this chapter)"),
}
"""Each word by its name: (Chinese, English)."""


def printed_word(name: str, language: str) -> str:
    """Give a word in the language of the book, English where it is not Chinese.

    >>> printed_word("contents", "zh-CN"), printed_word("contents", "en")
    ('目录', 'Contents')
    """
    return PRINTED_WORDS[name][0 if language.lower().startswith("zh") else 1]
