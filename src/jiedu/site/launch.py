"""Ways to run a notebook with nothing installed, Binder and Colab; none before its repository is on GitHub."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from lxml import html

from jiedu import __version__
from jiedu.citing.address import SETTINGS, github_repository, read_settings
from jiedu.display.html import Safe, english
from jiedu.edition.contents import page_of
from jiedu.language import language
from jiedu.site.language import within_line
from jiedu.site.trees import Site

ENVIRONMENT = "environment.yml"
"""What Binder makes its machine from; without it a notebook would start there, and find no package."""


_OWN = re.compile(r"""^\s*- ["']?-e \.["']?\s*$""", re.MULTILINE)
"""The line by which a repository that holds the package installs it from itself."""


@dataclass(frozen=True)
class Launching:
    """Hold what leads to a repository: owner, name, branch, the folder of the book in it ("" for the whole), and what
    a first cell in Colab installs."""

    owner: str
    name: str
    branch: str
    folder: str
    package: str

    def binder(self, notebook: str) -> str:
        """Give the address at which Binder opens a notebook in JupyterLab.

        >>> Launching("o", "r", "a/b", "", "").binder("notebooks/x y.ipynb")
        'https://mybinder.org/v2/gh/o/r/a%2Fb?labpath=notebooks%2Fx%20y.ipynb'
        """
        branch, path = quote(self.branch, safe=""), quote(self._path(notebook), safe="")
        return f"https://mybinder.org/v2/gh/{quote(self.owner)}/{quote(self.name)}/{branch}?labpath={path}"

    def colab(self, notebook: str) -> str:
        """Give the address at which Colab opens a notebook.

        >>> Launching("o", "r", "main", "books/a", "").colab("notebooks/x y.ipynb")
        'https://colab.research.google.com/github/o/r/blob/main/books/a/notebooks/x%20y.ipynb'
        """
        way = quote(f"{self.owner}/{self.name}/blob/{self.branch}/{self._path(notebook)}")
        return f"https://colab.research.google.com/github/{way}"

    def first_cell(self, notebook: str) -> str:
        """Give what to type first in Colab, which opens a notebook without the package and the data beside it."""
        there = Path(self.name, self._path(notebook)).parent.as_posix()
        return (
            f"!git clone --depth 1 --branch {self.branch} https://github.com/{self.owner}/{self.name}\n"
            f"%cd {there}\n"
            f'%pip install -q "{self.package}"'
        )

    def _path(self, notebook: str) -> str:
        return f"{self.folder}/{notebook}" if self.folder else notebook


def add_launch_links(site: Site) -> None:
    """Put at the foot of each notebook's page what leads to Binder and to Colab, and what to type there first."""
    launching = launching_of(site.root)
    if launching is None:
        return
    for page, article in site.articles():
        source = page_of(site.root, page.name)
        if source is not None and source.suffix == ".ipynb":
            article.append(_links(launching, source.relative_to(site.root).as_posix()))


def launching_of(root: Path) -> Launching | None:
    """Find out where the notebooks of a project can be started; None where that is nowhere.

    That is a repository on GitHub, with a file that says what a machine needs; settings that ask for the launch
    buttons of the theme have asked for others.

    >>> launching_of(Path("/nowhere")) is None
    True
    """
    if not (root / SETTINGS).is_file() or not (root / ENVIRONMENT).is_file():
        return None
    settings = read_settings(root)
    found = github_repository(settings)
    if found is None or settings.get("launch_buttons"):
        return None
    named = settings["repository"]
    own = _OWN.search((root / ENVIRONMENT).read_text(encoding="utf-8")) is not None
    return Launching(
        *found,
        branch=str(named.get("branch") or "main"),
        folder=str(named.get("path_to_book") or "").strip("/"),
        # The file that says so stands beside the folder of the notebooks, in which the first cell has gone.
        package="..[notebooks]" if own else f"jiedu[notebooks]=={__version__}",
    )


_BOX = Safe("""<details class="jd-launch">
<summary>{run}</summary>
<p><a class="jd-outside" href="{binder}">Binder</a>{colon}{on_binder}</p>
<p><a class="jd-outside" href="{colab}">Colab</a>{colon}{on_colab}</p>
<pre lang="en" tabindex="0">{cell}</pre>
</details>""")

_RUN = ("在线运行本章", "Run this chapter online")
_ON_BINDER = ("什么也不用装，启动要几分钟。", "nothing to install; it takes some minutes to start.")
_ON_COLAB = (
    "那里没有数据，也没有程序包：先在新的第一格键入以下几行并运行，如提示重启就重启一次。",
    "it has neither the data nor the package: type these lines into a new first cell, run it, and restart the session "
    "if Colab asks for it.",
)


def _links(launching: Launching, notebook: str) -> html.HtmlElement:
    run, on_binder, on_colab = (within_line(zh, english(en)) for zh, en in (_RUN, _ON_BINDER, _ON_COLAB))
    box = _BOX.format(
        binder=launching.binder(notebook),
        colab=launching.colab(notebook),
        cell=launching.first_cell(notebook),
        run=run,
        colon="：" if language() == "zh" else ": ",
        on_binder=on_binder,
        on_colab=on_colab,
    )
    return html.fragment_fromstring(box)
