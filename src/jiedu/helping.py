"""The command line's help, and what click itself says, in the language of the user."""

import copy
import inspect
import io
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar
from unicodedata import east_asian_width

import click
from click import core, decorators, exceptions, formatting, parser, termui, types

from jiedu.language import LANGUAGES, tell, tell_in

_Command = TypeVar("_Command", bound=click.Command)


def language_of(environment: Mapping[str, str]) -> str:
    """Give the language that the environment asks for, `zh` or `en`, by the variables and in the order of gettext.

    LANGUAGE, a list, goes before LC_ALL, LC_MESSAGES and LANG; but where these say C or POSIX, it is not asked.

    >>> language_of({"LANG": "zh_CN.UTF-8"}), language_of({"LANG": "zh_CN.UTF-8", "LC_ALL": "de_DE"}), language_of({})
    ('zh', 'en', 'en')
    >>> language_of({"LANG": "de_DE", "LANGUAGE": "de:zh_CN:en"}), language_of({"LC_ALL": "C", "LANGUAGE": "zh_CN"})
    ('zh', 'en')
    """
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    wanted = [locale] if locale in ("C", "POSIX") else [*environment.get("LANGUAGE", "").split(":"), locale]
    return next((name[:2] for name in wanted if name[:2] in LANGUAGES), "en")


class HelpingGroup(click.Group):
    """Commands that help, and say what is wrong with a line, in the language of the user.

    It is that of `--language` before the name of the command, wherever it stands there, else that of the environment.
    """

    def main(self, args: Sequence[str] | None = None, *more: Any, **named: Any) -> Any:
        """Run a line, of the program's own if none is given; everything after this is said in one language."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                _speak_chinese(stream)
        language = _asked(sys.argv[1:] if args is None else args) or language_of(os.environ)
        tell_in(language)
        group = _in_chinese(self) if language == "zh" else self
        return click.Group.main(group, args, *more, **named)


def _speak_chinese(stream: io.TextIOWrapper) -> None:
    """Write UTF-8 where the encoding of a stream has no Chinese, and escape the odd character that it lacks."""
    try:
        "解读".encode(stream.encoding)
    except (LookupError, UnicodeEncodeError):
        stream.reconfigure(encoding="utf-8")
    stream.reconfigure(errors="backslashreplace")


def _asked(args: Sequence[str]) -> str:
    """Give the language that is asked for before the name of the command, the last if it is several times.

    Click looks at it as well, but not before it has answered `--help`, and says what is wrong with one that is none.

    >>> _asked(["--language", "zh", "pdf", "--language", "en"]), _asked(["--help", "--language=en"]), _asked(["check"])
    ('zh', 'en', '')
    """
    found = ""
    left = iter(args)
    for one in left:
        if not one.startswith("-"):
            break
        name, equals, value = one.partition("=")
        if name == "--language":
            found = value if equals else next(left, "")
    return found if found in LANGUAGES else ""


# Click asks gettext for its own words, under this name in each of its modules. It would want a compiled catalogue and
# a change of the environment; so ours is asked instead.
for _module in (core, decorators, exceptions, formatting, parser, termui, types):
    vars(_module).update(_=tell, ngettext=lambda one, many, count: tell(one if count == 1 else many))


def _in_chinese(command: _Command) -> _Command:
    """Copy a command, and the commands in it, with help in Chinese."""
    chinese = copy.copy(command)
    chinese.help = "\n\n".join(tell(words) for words in paragraphs_of(command.help or ""))
    # Else click would cut the help where an English sentence ends.
    chinese.short_help = chinese.help.partition("。")[0]
    chinese.options_metavar = tell(command.options_metavar or "")
    chinese.params = [_told(param) for param in command.params]
    # Click makes it when it is first asked for, and keeps it: it may be there in English.
    chinese._help_option = None
    chinese.context_class = _ChineseContext
    if isinstance(chinese, click.Group):
        chinese.subcommand_metavar = tell(chinese.subcommand_metavar)
        chinese.commands = {name: _in_chinese(one) for name, one in chinese.commands.items()}
    return chinese


def paragraphs_of(words: str) -> list[str]:
    r"""Take a text apart into paragraphs of one line each, as the catalogue has them.

    >>> paragraphs_of("Check an edition:\n    all of it.\n\n    Exit 0, or 1.")
    ['Check an edition: all of it.', 'Exit 0, or 1.']
    """
    return [" ".join(one.split()) for one in inspect.cleandoc(words).split("\n\n")]


def _told(param: click.Parameter) -> click.Parameter:
    chinese = copy.copy(param)
    # What stands for a value is called by the name of its type.
    chinese.type = copy.copy(param.type)
    chinese.type.name = tell(param.type.name.upper())
    if isinstance(chinese, click.Option) and chinese.help:
        chinese.help = tell(chinese.help)
    return chinese


class _ChineseFormatter(click.HelpFormatter):
    """Lay help out for a terminal on which a Chinese character takes two columns, and a line may end behind any."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, tell("Usage:") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        paragraphs = (_lines(one, self.width - self.current_indent) for one in text.split("\n\n"))
        self.write("\n\n".join("\n".join(indent + line for line in lines) for lines in paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        column = min(max(_columns(first) for first, _ in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        for first, second in rows:
            if _columns(first) > column - col_spacing:
                self.write(f"{indent}{first}\n")
                first = ""
            for line in _lines(second, self.width - self.current_indent - column):
                self.write(f"{indent}{first}{' ' * (column - _columns(first))}{line}".rstrip() + "\n")
                first = ""


class _ChineseContext(click.Context):
    formatter_class = _ChineseFormatter


_UNBROKEN = re.compile(r"[“（《]*(?:[!-~–]+|\s+|.)[”）》，。；：、？…]*")
"""What stays together in a line: a word of Latin letters, a character, and the marks that lead it or close it."""


def _lines(text: str, width: int) -> list[str]:
    """Break a text into lines of at most so many columns.

    >>> _lines("检查DIR中的评注本：没有错误，退出码为0。", 16)
    ['检查DIR中的评注', '本：没有错误，退', '出码为0。']
    """
    lines = [""]
    for piece in _UNBROKEN.findall(text):
        if _columns(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _columns(text: str) -> int:
    """Count the columns that a text takes on a terminal, of a sign that takes one or two the two.

    >>> _columns("解读 jiedu")
    10
    """
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)
