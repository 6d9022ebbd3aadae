"""`jiedu build`: from notebooks and pages to a site, whole or not at all."""

import contextlib
import hashlib
import importlib
import io
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from jiedu.book.digests import digest, files_below, join, whole_site
from jiedu.book.editions import BookEdition, editions_of, sources_in, staged_in, write_door
from jiedu.book.settings import check_settings, named_files
from jiedu.book.together import do_together, meanwhile
from jiedu.edition.contents import contents
from jiedu.errors import Fault
from jiedu.files import BUILD_LOCK, locked, replace_folder, why, write_whole
from jiedu.language import LANGUAGES, SPHINX_NAMES, speaking, tell

if TYPE_CHECKING:
    from jiedu.book.execute import Executed

# What the builder reads of a project, beside the notebooks of its table of contents and what the settings name.
STAGED = ("_config.yml", "_toc.yml", "CITATION.cff", "LICENSE", "environment.yml", "_static", "book", "data", "locale")
SOURCES = (*STAGED, "notebooks", "lessons")


@dataclass(frozen=True)
class Built:
    """What a build did: where the front page is, and the seconds that each part took."""

    front: Path
    executed: int
    kept: int
    unchanged: bool
    seconds: dict[str, float]


def _checked(root: Path) -> None:
    """Stop before anything is built if the edition fails a check."""
    from jiedu.edition.checks import CONTENT, check
    from jiedu.translating.agreement import check_chinese

    with meanwhile(partial(check_chinese, root), os.cpu_count() or 1) as chinese:
        faults = [*check(root, CONTENT), *chinese()]
    if faults:
        raise Fault("\n".join([tell("the edition does not hold, nothing was built:"), *faults]))


def _import_ahead() -> None:
    """Import what the pages need while another process gets ready to run notebooks.

    What cannot be imported is left to fail where it is used.
    """
    with contextlib.suppress(ImportError):
        from jiedu.book.extension import EXTENSIONS

        for name in ("jupyter_book.sphinx", "sphinx.builders.html", "jiedu.book.directives", *EXTENSIONS):
            importlib.import_module(name)


def _stage(root: Path, staged: Path, texts: dict[Path, str], named: Iterable[str]) -> None:
    """Lay out what Jupyter Book reads: the project's pages, with the executed notebooks in their places."""
    for name in (*STAGED, *named):
        source, target = root / name, staged / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".*"), dirs_exist_ok=True)
        elif source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    for path in (root / "notebooks").rglob("*"):
        target = staged / path.relative_to(root)
        if path.is_file() and path.suffix != ".ipynb" and ".ipynb_checkpoints" not in path.parts:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    for path, text in texts.items():
        write_whole(staged / path.relative_to(root), text)


@contextlib.contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Let files that are made in the temporary folder be made in this one: Sphinx leaves a log there of what it met."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


# Sphinx copies style sheets and fonts with a warning where it cannot, and the warning shows the error as Python does.
_NOT_COPIED = re.compile(r"(\S+): OSError\(\d+, '([^']+)'\)")


def _write_pages(staged: Path, output: Path, scratch: Path, edition: BookEdition, engine: Path | None) -> None:
    """Let Jupyter Book write the site of an edition from what is staged, with the reader if there is an engine for it.

    What it leaves beside the site goes into `scratch`. Any warning is a Fault.
    """
    spoken: dict[str, Any] = {"language": SPHINX_NAMES[edition.language]} if edition.language in SPHINX_NAMES else {}
    from jupyter_book.sphinx import build_sphinx

    warnings = io.StringIO()
    # Sphinx writes its warnings to the standard error that it finds when it starts.
    with speaking(edition.language), contextlib.redirect_stderr(warnings), _temporary_files_in(scratch):
        result = build_sphinx(
            staged,
            output,
            path_config=staged / "_config.yml",
            noconfig=True,
            confoverrides={
                "external_toc_path": (staged / "_toc.yml").as_posix(),
                "nb_execution_mode": "off",
                "nitpicky": True,
                "jiedu_reader": str(engine or ""),
                "jiedu_edition": edition.folder,
                **spoken,
                # Sphinx has a space in 图 1, which Chinese does without.
                **({"numfig_format": {"figure": "图%s"}} if edition.language == "zh" else {}),
                "latex_individualpages": False,
            },
            doctreedir=scratch / f"doctrees-{edition.language}",
            freshenv=True,
            warningiserror=True,
            keep_going=True,
            quiet=True,
        )
    # It gives back what it caught, and Sphinx has put what an extension raised into an error of its own.
    result = getattr(result, "orig_exc", None) or result
    if isinstance(result, KeyboardInterrupt | Fault):
        raise result
    if isinstance(result, OSError):
        # A full disk is no fault of the page that was read then; where in Sphinx it was met is nothing to a reader.
        problem = why(result)
        if result.filename and staged not in Path(result.filename).parents:
            problem = tell("{where}: {problem}", where=result.filename, problem=problem)
        raise Fault(tell("the pages could not be written: {problem}", problem=problem))
    if copied := _NOT_COPIED.search(warnings.getvalue()):
        problem = tell("{where}: {problem}", where=Path(copied[1]).name, problem=copied[2])
        raise Fault(tell("the pages could not be written: {problem}", problem=problem))
    if result:
        said = _plain(warnings.getvalue(), staged) or result
        raise Fault(tell("the pages could not be built:\n{said}", said=said))


def _write_edition(
    root: Path, staged: Path, output: Path, scratch: Path, edition: BookEdition, engine: Path | None
) -> None:
    """Write the pages of an edition, and their sources as its readers may download them: notebooks without outputs."""
    from jiedu.book.notice import published_source

    # What the builder leaves beside a site must not be left in that of all editions.
    made = scratch / edition.folder / "html" if edition.folder else output
    _write_pages(staged, made, scratch, edition, engine)
    sources = sources_in(root, edition)
    for page, text in sources.items():
        write_whole(made / "_sources" / page.relative_to(root), published_source(page, text))
    missing = _missing(list(sources), root, made)
    if missing:
        raise Fault(tell("Jupyter Book reported success but did not write {pages}", pages=", ".join(missing)))
    if made != output:
        made.replace(output)


def _plain(warnings: str, staged: Path) -> str:
    """Put Sphinx's warnings into words that lead to the source.

    >>> _plain("\\x1b[91m/b/staged/notebooks/a.ipynb:30002: WARNING: no such target\\x1b[0m", Path("/b/staged"))
    'notebooks/a.ipynb: cell 3, line 1: WARNING: no such target'
    """
    text = re.sub(r"\x1b\[[0-9;]*m", "", warnings).replace(f"{staged}{os.sep}", "")
    # myst-nb counts a notebook's lines as 10,000 times the cell, plus one, plus the line in it.
    return re.sub(r"(?<=\.ipynb):(\d+)(\d{4}):", lambda at: f": cell {at[1]}, line {int(at[2]) - 1}:", text).strip()


def _missing(pages: list[Path], root: Path, site: Path) -> list[str]:
    """List the pages of the table of contents that the site lacks."""
    names = [page.relative_to(root).with_suffix(".html").as_posix() for page in pages]
    return [name for name in [*names, "index.html", "search.html"] if not (site / name).is_file()]


def _may_replace(site: Path) -> None:
    """Raise Fault where what stands in the place of the site is no site built before."""
    built = any((folder / ".buildinfo").exists() for folder in (site, *(site / name for name in LANGUAGES)))
    if site.exists() and any(site.iterdir()) and not built:
        raise Fault(tell("{name}: not a site built before; nothing was written there", name=site))


def _stands(mark: Path, key: str, site: Path) -> int | None:
    """Count the notebooks of the site in place, if it was built under this key and is still as it was written."""
    try:
        known = json.loads(mark.read_text(encoding="utf-8"))
        unchanged = known["key"] == key and site.is_dir() and known["site"] == digest(site, files_below(site))
        return int(known["notebooks"]) if unchanged else None
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _mark_of(working: Path, site: Path) -> Path:
    """Give the file that remembers under which key a site was built."""
    return working / ".kept" / f"{hashlib.sha256(str(site).encode()).hexdigest()[:16]}.json"


def is_behind(root: Path) -> bool:
    """Tell whether what the site of a project depends on has changed since it was built: its sources, or Jiedu itself.

    A site of which nothing is remembered, since it was built elsewhere, is not called so.

    >>> is_behind(Path("/nowhere"))
    False
    """
    root = root.resolve()
    working = root / "_build"
    try:
        built = json.loads(_mark_of(working, working / "html").read_text(encoding="utf-8"))["key"]
    except (OSError, ValueError, LookupError, TypeError):
        return False
    named = named_files(root)
    return all(built != _key(root, named, with_reader) for with_reader in (False, True))


def _sweep(working: Path, name: str) -> None:
    """Take away what a build that was killed has left beside the site."""
    for path in working.iterdir():
        if path.name.startswith(f".{name}.") and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def build_book(
    root: Path,
    site: Path | None = None,
    jobs: int | None = None,
    with_reader: bool = False,
    is_last: bool = False,
) -> Built:
    """Build the site of a project; `site` is `_build/html` of the project if not given.

    `jobs` notebooks run at a time, by default one a core. `with_reader` puts the reader for the browser beside the
    page that has one. `is_last` says that this process builds no other book: what its kernels are forked from ends
    with them, and leaves its memory to the pages. Raises Fault, with the site before left as it was.
    """
    root = root.resolve()
    working = root / "_build"
    site = (site or working / "html").resolve()
    seconds: dict[str, float] = {}
    if not (root / "_toc.yml").exists():
        raise Fault(tell("{name}: no _toc.yml: this is not the folder of a book", name=root))
    with locked(root / BUILD_LOCK, tell("{name}: another build is running there", name=working)):
        # All that the site depends on is in the key, what is checked too: under it nothing has to be done again.
        named = named_files(root)
        key = _key(root, named, with_reader)
        mark = _mark_of(working, site)
        notebooks = _stands(mark, key, site)
        if notebooks is not None:
            return Built(site / "index.html", 0, notebooks, True, seconds)
        results = _build_site(
            root, working, site, key, named, jobs or os.cpu_count() or 1, with_reader, is_last, seconds
        )
        if site.parent == working:
            _sweep(working, site.name)
        known = {"key": key, "site": digest(site, files_below(site)), "notebooks": len(results)}
        write_whole(mark, json.dumps(known))
    kept = sum(result.kept for result in results)
    return Built(site / "index.html", len(results) - kept, kept, False, seconds)


def _key(root: Path, named: tuple[str, ...], with_reader: bool) -> str:
    """Hash all that a site depends on; one with the reader is another site than one without."""
    return join(whole_site(root, (*SOURCES, *named)), "with the reader" if with_reader else "")


def _build_site(
    root: Path,
    working: Path,
    site: Path,
    key: str,
    named: tuple[str, ...],
    jobs: int,
    with_reader: bool,
    is_last: bool,
    seconds: dict[str, float],
) -> "list[Executed]":
    """Check, execute and write what has the key; the seconds that each part took are put into `seconds`."""
    from jiedu.book.execute import Store, execute, plan
    from jiedu.book.forks import end_fork_server
    from jiedu.site.engine import fetch_engine

    console = Console(stderr=True)

    @contextlib.contextmanager
    def timed(part: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        seconds[part] = time.perf_counter() - start

    editions = editions_of(root)
    check_settings(root)
    notebooks = [page for page in contents(root) if page.suffix == ".ipynb"]
    store = Store(working / ".kept")
    planned = plan(root, notebooks, store, [edition.language for edition in editions])
    with timed("reader"), console.status("Reader"):
        # Before all that takes long: without npm or a network nothing is built.
        engine = fetch_engine(store.folder) if with_reader else None
    with timed("checks"):
        _checked(root)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with timed("notebooks"), Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Notebooks", total=len(notebooks))
        results = execute(planned, store, jobs, lambda path: progress.advance(task), _import_ahead)
        if is_last:
            end_fork_server()
    staged = working / "staged"
    with timed("staging"):
        shutil.rmtree(staged, ignore_errors=True)
        for edition in editions:
            executed = {result.source: result.texts[edition.language] for result in results}
            _stage(root, edition.within(staged), staged_in(root, edition, executed), named)
    _may_replace(site)
    with timed("pages"), console.status("Pages"), replace_folder(site) as new:
        do_together(
            [
                partial(_write_edition, root, edition.within(staged), edition.within(new), new.parent, edition, engine)
                for edition in editions
            ],
            jobs,
        )
        write_door(root, new, editions)
        if _key(root, named, with_reader) != key:
            raise Fault(tell("{name}: a source changed while the book was built; build again", name=root))
    return results


def build_summary(built: Built) -> Iterator[str]:
    """Give the lines that say what a build did, the address of the front page last.

    >>> list(build_summary(Built(Path("/a/index.html"), 2, 11, True, {})))[0]
    'Nothing has changed since the site was built.'
    """
    if built.unchanged:
        yield tell("Nothing has changed since the site was built.")
    else:
        yield tell(
            "{executed} notebooks executed, {kept} kept, {seconds:.1f} s",
            executed=built.executed,
            kept=built.kept,
            seconds=sum(built.seconds.values()),
        )
    yield tell("The front page: {path}", path=os.path.relpath(built.front))
    yield built.front.as_uri()
