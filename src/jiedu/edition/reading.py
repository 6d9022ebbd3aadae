"""The doors through which a file of a project comes in: text, JSON, YAML, a notebook; what is none is one Fault.

What stands in a project may come from anywhere: a folder where a table should be, a pipe that never ends, a list nested
ten thousand deep. Behind these doors everything has the shape that the rest of the package reads.
"""

import datetime
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell

# Nothing that people write by hand comes near; what unfolds to more never ends, or is no answer to anything.
_DEEPEST = 100
_MOST_VALUES = 1_000_000


def _not_a_file(name: str, kind: int) -> str:
    """Say that what has a name is no file, and what it is, by the kind that the system gives."""
    kinds = {
        stat.S_IFDIR: tell("a folder"),
        stat.S_IFIFO: tell("a named pipe"),
        stat.S_IFSOCK: tell("a socket"),
        stat.S_IFCHR: tell("a device"),
        stat.S_IFBLK: tell("a device"),
    }
    return tell("{name}: is {kind}, not a file", name=name, kind=kinds.get(kind) or tell("something else"))


def _found(value: object) -> str:
    types = {
        dict: tell("a mapping"),
        list: tell("a list"),
        str: tell("a text"),
        bool: tell("true or false"),
        int: tell("a number"),
        float: tell("a number"),
        type(None): tell("nothing"),
        datetime.date: tell("a date"),
        datetime.datetime: tell("a date"),
    }
    return types.get(type(value)) or tell("something else")


def _expected(types: Iterable[str]) -> str:
    expected = {
        "object": tell("a mapping"),
        "array": tell("a list"),
        "string": tell("a text"),
        "boolean": tell("true or false"),
        "integer": tell("a whole number"),
        "number": tell("a number"),
        "null": tell("nothing"),
    }
    return tell(" or ").join(expected[name] for name in types)


def read_file(path: Path, name: str, missing: str = "") -> bytes:
    """Read an ordinary file whole; `name` is what a Fault calls it, `missing` what it says where there is none.

    A pipe or a device is refused before it is opened, since to open it may never end.

    >>> read_file(Path("/"), "data/terms.csv")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: data/terms.csv: is a folder, not a file
    """
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
        if kind != stat.S_IFREG:
            raise Fault(_not_a_file(name, kind))
        return path.read_bytes()
    except FileNotFoundError:
        raise Fault(tell("{where}: {problem}", where=name, problem=missing or tell("is missing"))) from None
    except OSError as error:
        raise Fault(tell("{name}: cannot be read ({why})", name=name, why=error.strerror)) from None
    except ValueError:
        # A NUL in a name.
        raise Fault(tell("{name}: is no name of a file", name=safe_name(name))) from None


def read_exactly(path: Path, name: str, missing: str = "", advice: str = "") -> str:
    """Read an ordinary file as UTF-8, line ends as they are; a Fault says which byte is none, and the advice.

    >>> read_exactly(Path("/nowhere"), "data/terms.csv", "the table is missing")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: data/terms.csv: the table is missing
    """
    try:
        return read_file(path, name, missing).decode("utf-8")
    except UnicodeDecodeError as error:
        fault = tell("{name}: not UTF-8 (byte {offset}){advice}", name=name, offset=error.start, advice=advice)
        raise Fault(fault) from None


def read_text(path: Path, name: str, missing: str = "") -> str:
    """Read an ordinary file as UTF-8, every line ended by a line feed, whatever system wrote it.

    >>> read_text(Path("/nowhere"), "book/index.md")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: book/index.md: is missing
    """
    return read_exactly(path, name, missing).replace("\r\n", "\n").replace("\r", "\n")


def read_json(path: Path, name: str, missing: str = "") -> Any:
    """Read a file of JSON: text that can be written again, and nesting that can be walked.

    >>> read_json(Path("/nowhere"), "data/datapackage.json")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: data/datapackage.json: is missing
    """
    return parse_json(read_text(path, name, missing), name)


def parse_json(text: str, name: str) -> Any:
    r"""Parse JSON, or say in a Fault where it is none.

    >>> parse_json(r'{"title": ["\ud800"]}', "data/datapackage.json")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: data/datapackage.json: title/0: holds half a character (\ud800), which no file can hold
    """
    try:
        data = json.loads(text)
    except RecursionError:
        raise Fault(tell("{name}: nested too deep to be read", name=name)) from None
    except json.JSONDecodeError as error:
        line, said = error.lineno, error.msg
        fault = tell("{name}: not readable as JSON (line {line}: {said})", name=name, line=line, said=said)
        raise Fault(fault) from None
    except ValueError as error:
        said = str(error).partition(";")[0]
        raise Fault(tell("{name}: not readable as JSON ({said})", name=name, said=said)) from None
    _walk(data, name)
    return data


def read_yaml(path: Path, name: str) -> Any:
    """Read a file of YAML that holds plain values alone, none of them inside itself.

    >>> read_yaml(Path("/nowhere"), "_toc.yml")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: _toc.yml: is missing
    """
    text = read_text(path, name)
    try:
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = tell("{path}: line {line}", path=name, line=mark.line + 1) if mark else name
        said = error.problem or error.context
        raise Fault(tell("{name}: not readable as YAML ({said})", name=where, said=said)) from None
    except RecursionError:
        raise Fault(tell("{name}: nested too deep to be read", name=name)) from None
    except (yaml.YAMLError, ValueError) as error:
        said = " ".join(str(error).split())
        raise Fault(tell("{name}: not readable as YAML ({said})", name=name, said=said)) from None
    _walk(data, name)
    return data


def _walk(data: Any, name: str) -> None:
    """Refuse what the rest could not go through: depth, length, half characters; a value inside itself is deep."""
    waiting: list[tuple[Any, tuple[object, ...]]] = [(data, ())]
    met = 0
    while waiting:
        value, place = waiting.pop()
        met += 1
        if len(place) > _DEEPEST:
            raise Fault(tell("{name}: {place}: nested too deep, or holds itself", name=name, place=_place(place[:4])))
        if met > _MOST_VALUES:
            raise Fault(tell("{name}: unfolds to more than {most:,} values", name=name, most=_MOST_VALUES))
        if isinstance(value, str):
            _whole_characters(value, name, place)
        elif isinstance(value, list):
            waiting.extend((child, (*place, number)) for number, child in enumerate(value))
        elif isinstance(value, dict):
            waiting.extend((child, (*place, key)) for key, child in value.items())
            waiting.extend((key, place) for key in value if isinstance(key, str))


def _whole_characters(text: str, name: str, place: tuple[object, ...]) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        half = text[error.start].encode("unicode_escape").decode()
        where = tell("{path}: {place}", path=name, place=_place(place)) if place else name
        fault = tell("{where}: holds half a character ({half}), which no file can hold", where=where, half=half)
        raise Fault(fault) from None


def _place(place: Iterable[object]) -> str:
    """Name a place in nested values; cells are counted from 1, as everywhere.

    >>> _place(("cells", 2, "metadata", "mystnb")), _place(("title",))
    ('cell 3: metadata/mystnb', 'title')
    """
    match list(place):
        case ["cells", int(number), *rest]:
            cell, inside = tell("cell {number}", number=number + 1), _place(rest)
            return tell("{path}: {place}", path=cell, place=inside) if inside else cell
        case parts:
            return safe_name("/".join(str(part) for part in parts))


def hold(data: object, schema: Mapping[str, Any], name: str, what: str) -> None:
    """Hold parsed JSON or YAML against a JSON Schema; a Fault says `what` it is not, and what does not fit where.

    >>> hold({"title": ["A"]}, {"properties": {"title": {"type": "string"}}}, "_config.yml", "no settings")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: _config.yml: no settings (title is a list, expected a text)
    """
    # Costly to import; whoever checks an edition needs it for the tables anyway.
    from jsonschema import Draft7Validator

    error = next(iter(sorted(Draft7Validator(schema).iter_errors(data), key=lambda e: len(e.absolute_path))), None)
    if error is None:
        return
    where = _place(error.absolute_path)
    if error.validator != "type":
        said = safe_name(error.message)
        said = tell("{where}: {problem}", where=where, problem=said) if where else said
        raise Fault(tell("{name}: {what} ({said})", name=name, what=what, said=said))
    types = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    raise Fault(
        tell(
            "{name}: {what} ({where} is {found}, expected {expected})",
            name=name,
            what=what,
            where=where or tell("it"),
            found=_found(error.instance),
            expected=_expected(types),
        )
    )


_TEXT = {"type": "string"}
_LINES = {"type": ["string", "array"], "items": _TEXT}
_FIGURE = {"type": "object", "properties": {"name": _TEXT, "caption": _TEXT}}
_CELL_METADATA = {
    "type": "object",
    "properties": {
        "tags": {"type": "array", "items": _TEXT},
        "mystnb": {"type": "object", "properties": {"figure": _FIGURE}},
    },
}
_NOTEBOOK: dict[str, Any] = {
    "type": "object",
    "required": ["cells", "metadata", "nbformat", "nbformat_minor"],
    "properties": {
        "nbformat": {"const": 4},
        "nbformat_minor": {"type": "integer", "minimum": 0},
        "metadata": {
            "type": "object",
            "properties": {
                "kernelspec": {"type": "object", "properties": {"name": _TEXT}},
                "language_info": {"type": "object", "properties": {"name": _TEXT}},
            },
        },
        "cells": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["cell_type", "metadata", "source"],
                "properties": {
                    "id": {"type": "string", "pattern": r"^[a-zA-Z0-9_-]{1,64}\Z"},
                    "cell_type": {"enum": ["markdown", "code", "raw"]},
                    "metadata": _CELL_METADATA,
                    "source": _LINES,
                    "outputs": {"type": "array", "items": {"type": "object"}},
                    "execution_count": {"type": ["integer", "null"]},
                    "attachments": {"type": "object"},
                },
                "if": {"properties": {"cell_type": {"const": "code"}}},
                "then": {"required": ["outputs", "execution_count"]},
            },
        },
    },
}
"""What the package, the kernels and the builder read of a notebook, in the types in which they read it."""


def read_notebook(path: Path, name: str) -> dict[str, Any]:
    """Read a notebook: version 4 of its format, every part that the book reads in its type; only to be looked at.

    The source of a cell is one text, also where an editor of notebooks has saved it as a list of lines.

    >>> read_notebook(Path("/nowhere"), "notebooks/a.ipynb")
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: notebooks/a.ipynb: is missing
    """
    return _notebook(read_text(path, name), name)


# The checks of one edition ask for each notebook several times.
@lru_cache(maxsize=64)
def _notebook(text: str, name: str) -> dict[str, Any]:
    notebook: dict[str, Any] = parse_json(text, name)
    hold(notebook, _NOTEBOOK, name, tell("not a notebook"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def odd_files(root: Path, names: Iterable[str]) -> Iterator[str]:
    """Find what cannot be copied below some files and folders of a project: a line each, like a fault.

    Hidden files are nobody's business.

    >>> list(odd_files(Path("/nowhere"), ["data"]))
    []
    """
    for name in names:
        if os.path.lexists(root / name):
            yield from _odd(root / name, name, frozenset())


def _odd(path: Path, name: str, above: frozenset[str]) -> Iterator[str]:
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
        if kind == stat.S_IFDIR:
            here = os.path.realpath(path)
            if here in above:
                yield tell("{name}: is a link to a folder that it stands in", name=safe_name(name))
                return
            for child in sorted(os.listdir(path)):
                if not child.startswith("."):
                    yield from _odd(path / child, f"{name}/{child}", above | {here})
        elif kind != stat.S_IFREG:
            yield _not_a_file(safe_name(name), kind)
    except OSError as error:
        yield tell("{name}: cannot be read ({why})", name=safe_name(name), why=error.strerror)
