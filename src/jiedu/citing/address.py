"""Where an edition is published: one address, from its settings, and silence until it has one."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jiedu.edition.reading import read_yaml
from jiedu.errors import Fault
from jiedu.language import tell

SETTINGS = "_config.yml"


def read_settings(root: Path) -> Mapping[str, Any]:
    """Read the settings of the book in the folder `root`.

    Raises Fault where there are none, or they cannot be read.

    >>> read_settings(Path("/nowhere"))
    Traceback (most recent call last):
    ...
    jiedu.errors.Fault: _config.yml: is missing
    """
    settings = read_yaml(root / SETTINGS, SETTINGS)
    return settings if isinstance(settings, dict) else {}


def site_address(config: Mapping[str, Any]) -> str:
    """Give the address at which the site is published, without a slash at its end; "" where none is set.

    `config` holds the settings of `_config.yml`: `html.baseurl` is the address itself; without it, the pages of the
    repository on GitHub that `repository.url` names. Raises Fault for what is no address of the web.

    >>> site_address({"html": {"baseurl": "https://example.org/jinshui/"}})
    'https://example.org/jinshui'
    >>> site_address({"repository": {"url": "https://github.com/Example/jinshui-2020.git"}})
    'https://example.github.io/jinshui-2020'
    >>> site_address({"html": {}, "repository": {"url": ""}})
    ''
    """
    base = _setting(config, "html", "baseurl")
    if base:
        parts = urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.netloc or set(base) & set("<>\"' ?#"):
            raise Fault(tell("{path}: html.baseurl is no address of the web: {address}", path=SETTINGS, address=base))
        return base.rstrip("/")
    found = github_repository(config)
    return _pages_of(*found) if found else ""


def github_repository(config: Mapping[str, Any]) -> tuple[str, str] | None:
    """Give owner and name of the repository on GitHub that the settings name; None where they name no such one.

    >>> github_repository({"repository": {"url": "https://github.com/Example/jinshui-2020.git"}})
    ('Example', 'jinshui-2020')
    >>> github_repository({"repository": {"url": "https://example.org/a/b"}}) is None
    True
    """
    parts = urlsplit(_setting(config, "repository", "url"))
    names = parts.path.strip("/").removesuffix(".git").split("/")
    on_github = parts.scheme in ("http", "https") and parts.netloc.removeprefix("www.") == "github.com"
    return (names[0], names[1]) if on_github and len(names) == 2 else None


def _setting(config: Mapping[str, Any], group: str, name: str) -> str:
    found = config.get(group)
    value = found.get(name) if isinstance(found, Mapping) else None
    return value.strip() if isinstance(value, str) else ""


def _pages_of(owner: str, name: str) -> str:
    """Give the address of the pages of a repository on GitHub."""
    host = f"{owner.lower()}.github.io"
    return f"https://{host}" if name.lower() == host else f"https://{host}/{name}"


def permanent_address(address: str, id_: str) -> str:
    """Give the address of a row, which does not depend on its chapter; "" while the site has none.

    >>> permanent_address("https://example.org/jinshui", "q-060"), permanent_address("", "q-060")
    ('https://example.org/jinshui/id/q-060.html', '')
    """
    return f"{address}/id/{id_}.html" if address else ""
