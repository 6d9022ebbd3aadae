"""The settings of a book, `_config.yml`: held against what they may be, and the files that they name."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jiedu.citing.address import SETTINGS, read_settings, site_address
from jiedu.citing.references import read_citation_file
from jiedu.edition.reading import hold, read_yaml
from jiedu.errors import Fault
from jiedu.files import safe_name
from jiedu.language import tell

_LISTS = ("html_static_path", "html_extra_path", "templates_path")
_NAMES = {"type": "array", "items": {"type": "string"}}
_SETTINGS = {
    "propertyNames": {"type": "string"},
    "properties": {
        "sphinx": {
            "properties": {
                "config": {
                    "type": ["object", "null"],
                    "propertyNames": {"type": "string"},
                    "properties": {
                        "extensions": _NAMES,
                        **dict.fromkeys(_LISTS, _NAMES),
                    },
                },
            },
        },
    },
}
"""What Jupyter Book takes for granted of `_config.yml` and its own schema does not ask."""

_BUTTONS = ("use_repository_button", "use_edit_page_button", "use_issues_button")


def named_files(root: Path) -> tuple[str, ...]:
    """List the files and folders of a project that its settings name, as far as they are there.

    Raises Fault where there are no settings that can be read; what they hold is for `check_settings` to ask.

    >>> named_files(Path("/nowhere"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: _config.yml: is missing
    """
    return tuple(dict.fromkeys(name for _, name in _named(read_settings(root)) if not _elsewhere(root, name)))


def check_settings(root: Path) -> None:
    """Refuse settings that are none, or cannot be followed.

    Raises Fault for what Jupyter Book would only warn of, or fail at later: a title that holds HTML, since the theme
    prints it as it is; a logo that is not there; a citation file that is none; a button that leads to no repository.

    >>> check_settings(Path("/nowhere"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: _config.yml: is missing
    """
    # Slow to import, for a build that finds nothing to do.
    from jupyter_book.config import get_validator

    config = read_yaml(root / SETTINGS, SETTINGS)
    for schema in (get_validator().schema, _SETTINGS):
        hold(config, schema, SETTINGS, tell("not the settings of a book"))
    for key in ("title", "author", "copyright"):
        if set(config.get(key, "")) & set("<>"):
            raise Fault(
                tell("{path}: the {key} holds < or >, which a page would take for HTML", path=SETTINGS, key=key)
            )
    site_address(config)
    read_citation_file(root)
    for setting, name in _named(config):
        if wrong := _elsewhere(root, name):
            raise Fault(
                tell(
                    "{path}: {setting} names {name}, {problem}",
                    path=SETTINGS,
                    setting=setting,
                    name=safe_name(name),
                    problem=wrong,
                )
            )
    for button in _BUTTONS:
        if _part(config, "html").get(button) and not _part(config, "repository").get("url"):
            raise Fault(
                tell(
                    "{path}: html.{button} is on, but repository.url names no repository that it could open",
                    path=SETTINGS,
                    button=button,
                )
            )


def _part(config: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """Give a part of the settings that holds settings itself; nothing where it is not there, or none."""
    part: Any = config
    for key in keys:
        part = part.get(key) if isinstance(part, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def _named(config: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every setting that names files or folders, with each name."""
    lists = _part(config, "sphinx", "config")
    named: dict[str, Any] = {"logo": config.get("logo"), "html.favicon": _part(config, "html").get("favicon")}
    named |= {f"sphinx.config.{key}": lists.get(key) for key in _LISTS}
    for setting, value in named.items():
        for name in value if isinstance(value, list) else [value]:
            if isinstance(name, str) and name:
                yield setting, name


def _elsewhere(root: Path, name: str) -> str:
    """Say why a name leads to nothing in the project; "" where it leads to something."""
    if "://" in name:
        return tell("an address; the site asks the network for nothing: name a file of the project")
    if Path(name).is_absolute() or ".." in Path(name).parts:
        return tell("which is outside the project")
    return "" if (root / name).exists() else tell("and there is no such file beside {path}", path=SETTINGS)
