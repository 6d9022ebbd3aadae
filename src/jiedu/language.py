"""The language in which the package prints: Chinese, English, or the two side by side.

A published edition is of one language, and says nothing twice. A notebook in JupyterLab is read by a class that may
have readers of both, so that there, and wherever nothing else is said, labels stand side by side and sentences are
English. What is of the page itself, its words and their translation, is no matter of this module.

What a user is told at the command line, help and faults, is in the language of the user and not of what is printed: a
reader of Chinese builds the English edition too.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from jiedu.errors import Fault

LANGUAGES = {"zh": "zh-CN", "en": "en"}
"""The languages of editions, each with its tag for HTML."""

SPHINX_NAMES = {"zh": "zh_CN", "en": "en"}
"""What Sphinx calls them."""

BOTH = "both"

LOCALE = "locale/zh_CN/LC_MESSAGES"
"""Where the catalogues of Chinese stand, in a project and in the package, as gettext has them."""

MESSAGES = "JIEDU_MESSAGES"
"""The environment variable in which processes hear the language of the user."""

_VARIABLE = "JIEDU_LANGUAGE"
_language: ContextVar[str | None] = ContextVar("_language", default=None)
_telling: ContextVar[str | None] = ContextVar("_telling", default=None)


def language() -> str:
    """Give the language that is printed in: `zh`, `en`, or `both` side by side.

    It is what `speaking` has set, else the environment variable JIEDU_LANGUAGE, which `use` sets, else both.

    >>> with speaking("zh"):
    ...     language()
    'zh'
    """
    return _language.get() or _known(os.environ.get(_VARIABLE) or BOTH)


def use(name: str) -> None:
    """Print in a language from now on; a name that is none is a Fault.

    >>> use("fr")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: fr: no language of an edition; there are zh, en, both
    """
    # In the environment, since a kernel may run each cell in a context of its own.
    os.environ[_VARIABLE] = _known(name)


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Print in a language as long as the block runs.

    >>> with speaking("en"):
    ...     pick("目标", "target")
    ('', 'target')
    """
    token = _language.set(_known(name))
    try:
        yield
    finally:
        _language.reset(token)


def _known(name: str) -> str:
    if name not in (*LANGUAGES, BOTH):
        known = ", ".join((*LANGUAGES, BOTH))
        raise Fault(tell("{name}: no language of an edition; there are {known}", name=name, known=known))
    return name


def pick(zh: str, en: str) -> tuple[str, str]:
    """Empty the half of a label that is not printed; what has only one half keeps it.

    >>> with speaking("zh"):
    ...     pick("目标", "target"), pick("", "target")
    (('目标', ''), ('', 'target'))
    """
    if not zh or not en or language() == BOTH:
        return zh, en
    return (zh, "") if language() == "zh" else ("", en)


def pick_page(zh: str, en: str) -> tuple[str, str]:
    """Give the page's own words with their English; to Chinese readers without it.

    >>> with speaking("en"):
    ...     pick_page("道路", "roads")
    ('道路', 'roads')
    >>> with speaking("zh"):
    ...     pick_page("道路", "roads")
    ('道路', '')
    """
    return (zh, "") if zh and language() == "zh" else (zh, en)


def one_of(zh: str, en: str) -> str:
    """Write a label in one line: in the language that is printed in, or Chinese before English.

    >>> with speaking("en"):
    ...     one_of("目标", "target")
    'target'
    >>> with speaking("both"):
    ...     one_of("目标", "target")
    '目标 target'
    """
    return " ".join(half for half in pick(zh, en) if half)


def in_digits(value: int | Decimal) -> str:
    """Write a number in digits: thousands apart by commas, in Chinese run together, as the page prints them.

    >>> in_digits(4022), in_digits(Decimal("1E+3"))
    ('4,022', '1,000')
    >>> with speaking("zh"):
    ...     in_digits(4022), in_digits(Decimal("2158.50"))
    ('4022', '2158.50')
    """
    form = "f" if isinstance(value, Decimal) else "d"
    return f"{value:{form}}" if language() == "zh" else f"{value:,{form}}"


def say(message: str, **values: Any) -> str:
    """Say a sentence of the package in the language that is printed in; beside Chinese, both, it is English.

    `message` is the English, written out where it is said, and the key of the catalogue; values stand in braces. One
    that the catalogue does not have is said in English.

    >>> with speaking("zh"):
    ...     say("{count} rows", count=12)
    '12行'
    """
    if language() == "zh":
        message = _catalogue().get(message) or message
    return message.format(**values) if values else message


def say_count(one: str, many: str, count: int, **values: Any) -> str:
    """Say a sentence with a count, `{count}`, in the form that the count asks for; Chinese has one form, of the second.

    >>> with speaking("both"):
    ...     say_count("{count} row", "{count} rows", 1)
    '1 row'
    """
    return say(one if count == 1 and language() != "zh" else many, count=in_digits(count), **values)


def tell_in(name: str) -> None:
    """Tell the user in a language, `zh` or `en`, from now on, in this process and in those it starts.

    >>> tell_in("both")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: both: no language of messages; there are zh, en
    """
    if name not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise Fault(tell("{name}: no language of messages; there are {known}", name=name, known=known))
    os.environ[MESSAGES] = name


@contextmanager
def telling(name: str) -> Iterator[None]:
    """Tell in a language as long as the block runs: in English what a table keeps, which is the same for every user.

    >>> with telling("zh"):
    ...     tell("{count} rows", count=12)
    '12行'
    """
    token = _telling.set(name)
    try:
        yield
    finally:
        _telling.reset(token)


def told_in() -> str:
    """Give the language in which the user is told: `zh`, or `en` where nothing is set.

    >>> with telling("zh"):
    ...     told_in()
    'zh'
    """
    return _telling.get() or os.environ.get(MESSAGES) or "en"


def tell(message: str, **values: Any) -> str:
    """Write what a user is told, a fault or a line of help, in the language of the user; English if nothing is set.

    `message` is the English and the key of the catalogue, as in `say`. Only the command line sets a language, so that
    what a notebook shows does not hang on the machine that runs it.

    >>> tell("{count} rows", count=12)
    '12 rows'
    """
    if told_in() == "zh":
        message = _catalogue().get(message) or message
    return message.format(**values) if values else message


def tell_count(one: str, many: str, count: int, **values: Any) -> str:
    """Tell the user a count, `{count}`, in the form that it asks for; each is a message of its own.

    >>> tell_count("{count} row", "{count:,} rows", 1200)
    '1,200 rows'
    """
    return tell(one if count == 1 else many, count=count, **values)


# Asked for each sentence, and a check may say thousands.
@cache
def _catalogue() -> dict[str, str]:
    """Give the catalogue of the package, one for each file of its folder."""
    return read_catalogues(resources.files("jiedu").joinpath(LOCALE))


def read_catalogues(folder: Path | Traversable) -> dict[str, str]:
    """Read the catalogues of a folder, English to Chinese; none where there is no folder, or no Babel, as in a browser.

    >>> read_catalogues(Path("/nowhere"))
    {}
    """
    return _read_all(Path(str(folder))) if folder.is_dir() else {}


@cache
def _read_all(folder: Path) -> dict[str, str]:
    try:
        from babel.messages.pofile import read_po
    except ImportError:
        return {}
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.po")):
        with file.open("rb") as opened:
            found |= {str(message.id): str(message.string) for message in read_po(opened) if message.id}
    return found
