"""The command line: every command, thin; what a command needs is imported when it runs."""

import contextlib
import errno
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from jiedu.errors import Fault, explain_missing
from jiedu.exports import FORM_NAMES
from jiedu.files import why
from jiedu.helping import HelpingGroup
from jiedu.language import BOTH, LANGUAGES, language, speaking, tell, tell_count, told_in

if TYPE_CHECKING:
    from jiedu.panel.opening import Panel
    from jiedu.reports.formats import Source
    from jiedu.reports.report import Report

PATH = click.Path(path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@contextlib.contextmanager
def _ended_like_an_interrupt() -> Iterator[None]:
    """Let SIGTERM and SIGHUP do what Ctrl-C does, so that whatever is under way is put in order before the end.

    Python would end at once, and leave what it was writing.
    """

    def end(number: int, frame: FrameType | None) -> None:
        # A terminal that closes and a shell that ends may both tell; once is enough.
        signal.signal(number, signal.SIG_IGN)
        interrupt = signal.getsignal(signal.SIGINT)
        # In an event loop Ctrl-C has a handler of its own; a shell may have put a job where Ctrl-C does not reach it.
        (interrupt if callable(interrupt) else signal.default_int_handler)(number, frame)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    mine = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread():
        mine = []
    for number in mine:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in mine:
            signal.signal(number, signal.SIG_DFL)


class _Commands(HelpingGroup):
    """Say a Fault in one line."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a Fault, and an end before the end, is one line on standard error and exit code 1."""
        try:
            with _ended_like_an_interrupt():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo(f"jiedu: {tell('interrupted: what it was to replace is as it was')}", err=True)
            sys.exit(1)
        except Fault as fault:
            click.echo(f"jiedu: {fault}", err=True)
            sys.exit(1)
        except OSError as error:
            # A reader that closes its end of a pipe is not an error; click ends quietly.
            if error.errno == errno.EPIPE:
                raise
            said = tell("{name}: {line}", name=error.filename or tell("writing"), line=why(error))
            click.echo(f"jiedu: {said}", err=True)
            sys.exit(1)


@click.group(cls=_Commands)
@click.version_option(package_name="jiedu")
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    expose_value=False,
    help="The language of help and messages; else that of LANGUAGE, LC_ALL, LC_MESSAGES or LANG.",
)
def main() -> None:
    """Read a government work report, check its edition, build its book."""


@contextlib.contextmanager
def _extra(name: str) -> Iterator[None]:
    """Turn the lack of a library of an extra into a sentence with the line to type."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise explain_missing(error, f"jiedu {click.get_current_context().info_name}", name, tell) from None


@main.command("read")
@click.argument("files", nargs=-1, required=True, type=PATH)
@click.option("--lexicon", "lexicon_file", type=PATH, help="A CSV table of your own words.")
@click.option("--all", "every", is_flag=True, help="Every numeral with its class, not only the quantities.")
@click.option("--explain", is_flag=True, help="With the rules that spoke for each, and what they say.")
def read_command(files: tuple[Path, ...], lexicon_file: Path | None, every: bool, explain: bool) -> None:
    """Print the quantities of FILES, one JSON object a line; exit 1 where a file could not be read.

    `-` reads standard input.
    """
    from jiedu.reports.export import json_lines_of
    from jiedu.reports.lexicon import Lexicon

    lexicon = Lexicon.load(lexicon_file)
    failed = False
    for file in files:
        try:
            source = _source(file)
        except Fault as fault:
            failed = True
            click.echo(f"jiedu: {fault}", err=True)
            continue
        for line in json_lines_of(source, lexicon, every, explain):
            click.echo(line)
    if failed:
        sys.exit(1)


def _source(file: Path) -> "Source":
    """Load a file, or what stands on standard input for `-`, and say what of it is not in the text."""
    from jiedu.files import safe_name
    from jiedu.reports.formats import load, load_stream

    source = load_stream(sys.stdin.buffer, tell("standard input")) if str(file) == "-" else load(file)
    for remark in source.remarks:
        click.echo(f"jiedu: {tell('{name}: {line}', name=safe_name(source.name), line=remark)}", err=True)
    return source


_TABLES = ("quantities", "targets", "structure")


@main.command("report")
@click.argument("file", type=PATH)
@click.option("--out", type=PATH, help="A folder for the tables and the extracted text.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help="What is printed; table."
)
@click.option("--table", type=click.Choice(_TABLES), help="Which table --format csv prints; targets without it.")
@click.option("--lexicon", "lexicon_file", type=PATH, help="A CSV table of your own words.")
def report_command(file: Path, out: Path | None, form: str, table: str | None, lexicon_file: Path | None) -> None:
    """Print what a report is and promises; with --out, write its tables too. `-` reads standard input.

    --format json prints one JSON object in one line, --format csv one table, without a byte order mark. What was not
    found, or is open to doubt, is said in sentences on standard error.
    """
    from jiedu.files import safe_name
    from jiedu.reports.export import has_parquet, write_results
    from jiedu.reports.lexicon import Lexicon
    from jiedu.reports.report import read_report

    if table and form != "csv":
        raise click.UsageError(tell("--table names what --format csv prints"))
    found = read_report(_source(file), Lexicon.load(lexicon_file))
    if out is not None:
        write_results(found, out)
    _print_report(found, form, table or "targets")
    # What was said when the file was read is not said twice.
    for remark in found.remarks[len(found.source.remarks) :]:
        click.echo(f"jiedu: {tell('{name}: {line}', name=safe_name(found.source.name), line=remark)}", err=True)
    if out is not None:
        click.echo("\n" + tell("tables and text: {path}", path=safe_name(out)), err=form != "table")
        if not has_parquet():
            missing = tell("no Parquet tables, they need pyarrow: pip install 'jiedu[corpus]'")
            click.echo(f"jiedu: {missing}", err=True)


def _print_report(found: "Report", form: str, table: str) -> None:
    """Print a report on standard output, and nothing else."""
    from jiedu.reports.export import csv_lines, json_object, report_tables

    if form == "json":
        for piece in json_object(found):
            click.echo(piece, nl=False)
        click.echo()
    elif form == "csv":
        rows, types = report_tables(found)[table]
        for line in csv_lines(rows(), types):
            click.echo(line, nl=False)
    else:
        from rich.console import Console

        from jiedu.reports.summary import print_summary

        print_summary(found, Console(highlight=False))


@main.command("corpus")
@click.argument("folders", nargs=-1, required=True, type=PATH)
@click.option("--out", required=True, type=PATH, help="FILE.parquet, FILE.csv or FILE.xlsx: the ending decides.")
@click.option("--scheduler", help="The address of a Dask cluster; processes on this machine without it.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes; one a core without it.")
def corpus_command(folders: tuple[Path, ...], out: Path, scheduler: str | None, jobs: int | None) -> None:
    """Read every report in FOLDERS: a table of quantities, and tables of targets, reports, faults and columns.

    FILE.parquet and FILE.csv hold the quantities; the others stand beside it, as FILE-targets and so on. FILE.xlsx is
    a workbook with a sheet for each; more than a sheet has rows is refused. Reports that were read for one form are
    not read again for another.
    """
    from jiedu.reports.corpus import build_corpus
    from jiedu.reports.summary import corpus_summary

    with _extra("corpus"), _reading() as on_progress:
        result = build_corpus(folders, out, scheduler, jobs, on_progress)
    for line in corpus_summary(result):
        click.echo(line)


@contextlib.contextmanager
def _reading() -> Iterator[Callable[[int, int], None]]:
    """Show how many files are read, on a terminal; Ctrl-C says how far it came."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, highlight=False)
    columns = (TextColumn(tell("reading")), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    reached = (0, 0)
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("", total=None)

            def on_progress(done: int, total: int) -> None:
                nonlocal reached
                reached = (done, total)
                progress.update(task, completed=done, total=total)

            yield on_progress
    except KeyboardInterrupt:
        done, total = reached
        said = tell("interrupted after {done} of {total} files: run again to go on", done=done, total=total)
        click.echo(f"jiedu: {said}", err=True)
        sys.exit(1)


@main.command("panel")
@click.argument("folders", nargs=-1, required=True, type=PATH)
@click.option("--out", type=PATH, help="The folder that the tables are written into.")
@click.option("--in", "project", type=PATH, help="A project, whose own panel (data/panel) is made again.")
@click.option("--scheduler", help="The address of a Dask cluster; processes on this machine without it.")
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes; one a core without it.")
def panel_command(
    folders: tuple[Path, ...], out: Path | None, project: Path | None, scheduler: str | None, jobs: int | None
) -> None:
    """Make a panel of the reports in FOLDERS: targets, outcomes and measures by place and year.

    DIR gets each table as CSV, Parquet and Stata file, long, and one wide; panel.xlsx holds them all, its codebook
    first. A file manifest.csv in a folder, with columns file and source, tells where its texts were read.
    """
    if (out is None) == (project is None):
        raise click.UsageError(tell("name --out DIR, or with --in a project"))
    with _extra("panel"), _reading() as on_progress:
        from jiedu.panel.building import panel_summary, parts_beside, read_panel
        from jiedu.panel.remaking import remake_panel
        from jiedu.panel.writing import require_replaceable, write_panel

        if project is not None:
            result = remake_panel(project, folders, scheduler, jobs, on_progress)
        else:
            assert out is not None
            require_replaceable(out)
            result = read_panel(folders, parts_beside(out), scheduler, jobs, on_progress)
            write_panel(result, out)
    for line in panel_summary(result):
        click.echo(line)


@main.command("compare")
@click.argument("source", metavar="FOLDER|PANEL", type=PATH)
@click.option("--families", default="", help="Which targets, like gdp,cpi; without it all that are set.")
@click.option("--by", type=click.Choice(["place", "year"]), default="place", help="The order of the rows; place.")
@click.option("--level", default="", help="Reports of one level alone: nation, province, city, county.")
@click.option("--year", type=int, help="Reports of one year alone.")
@click.option("--diff", type=int, nargs=2, metavar="YEAR YEAR", help="What changed from one year to another.")
@click.option("--out", type=PATH, help="FILE.html, FILE.csv or FILE.xlsx: the ending decides; without it printed.")
@click.option("--chart", type=PATH, help="FILE.svg: a chart of the same.")
def compare_command(
    source: Path,
    families: str,
    by: str,
    level: str,
    year: int | None,
    diff: tuple[int, int] | None,
    out: Path | None,
    chart: Path | None,
) -> None:
    """Set the targets of reports side by side, with the bound and hedge of each: ≈5, ≥5.5, 4.5–5, 同步, 未设, —.

    FOLDER holds reports, PANEL is what `jiedu panel` wrote. Signs: ≈ 左右 (about), ≥ 以上 (at least), ≤ 以内 (at
    most); a word of striving stands before its number, what is not in the list of targets in brackets, — is silence.
    """
    with _extra("panel"):
        from jiedu.compare import Comparison, compare_panel

        wanted = Comparison(tuple(name.strip() for name in families.split(",") if name.strip()), by, level, year, diff)
        for line in compare_panel(_panel_of(source), wanted, out, chart):
            click.echo(line)


def _panel_of(source: Path) -> "Panel":
    """Open a panel, or read the reports of a folder into one that is kept nowhere."""
    import tempfile

    from jiedu.files import safe_name
    from jiedu.panel.building import read_panel
    from jiedu.panel.opening import Panel, is_panel

    if is_panel(source):
        return Panel.read(source)
    with tempfile.TemporaryDirectory(prefix="jiedu-", ignore_cleanup_errors=True) as folder, _reading() as on_progress:
        result = read_panel([source], Path(folder), None, None, on_progress)
    for file, reason in result.faults:
        click.echo(f"jiedu: {safe_name(reason or file)}", err=True)
    return Panel.of(result.tables)


@main.command("new")
@click.argument("folder", metavar="DIR", type=PATH)
@click.option("--from", "report", required=True, type=PATH, help="The report: text, Word, HTML or PDF.")
@click.option("--title", default="", help="The title of the book; else from the report.")
@click.option("--name", default="", help="The short name of the edition, like heyang-2025; else report-YEAR.")
@click.option(
    "--language",
    type=click.Choice([*LANGUAGES, BOTH]),
    default=BOTH,
    help="What the book is written in: Chinese, English, or both side by side (the default).",
)
def new_command(folder: Path, report: Path, title: str, name: str, language: str) -> None:
    """Make a project in DIR from a report: tables, notebooks, book; every row a draft."""
    with _extra("book"):
        from jiedu.edition import Edition
        from jiedu.edition.checks import draft_counts
        from jiedu.project.making import make_project

        make_project(folder, report, title, name, language)
        edition = Edition.open(folder)
        counts = _listed(draft_counts(edition))
    click.echo(tell("{name}: {line}", name=folder, line=edition.package["title"]))
    sections = len(edition.sections)
    click.echo(tell("{sections} sections; to be reviewed: {counts}", sections=sections, counts=counts))
    click.echo(tell("Next: {line}", line=f"cd {folder} && make book"))


def _listed(counts: dict[str, int]) -> str:
    """Write counts table by table."""
    return tell(", ").join(tell("{count} in {table}", count=count, table=table) for table, count in counts.items())


@main.command("update")
@click.argument("folder", default=".", metavar="[DIR]", type=PATH)
def update_command(folder: Path) -> None:
    """Read the page of DIR again with the present reader: draft rows are refreshed, reviewed rows stay."""
    with _extra("book"):
        from jiedu.project.refresh import refresh

        try:
            lines = refresh(folder)
        except OSError as error:
            raise Fault(tell("{folder}: cannot be updated: {why}", folder=folder, why=why(error))) from None
    for line in lines:
        click.echo(line)


@main.command("check")
@click.argument("folder", default=".", metavar="[DIR]", type=PATH)
@click.option("--fix-format", is_flag=True, help="First write tables that a spreadsheet has saved back as they were.")
def check_command(folder: Path, fix_format: bool) -> None:
    """Run every check on the edition in DIR, or around it: exit 0, or 1 with one line a fault.

    Where no row is a draft any more, a line that still asks for a text (`% Write here`) is a fault too. --fix-format
    mends the form of the tables alone: mark, encoding, separators, line ends, and cells that the page or git tells.
    """
    with _extra("book"):
        _spreadsheets(folder, fix_format)
        from jiedu.edition import Edition
        from jiedu.edition.checks import check as faults_of
        from jiedu.edition.checks import draft_counts
        from jiedu.edition.checks.ledger import unassigned
        from jiedu.edition.checks.prose import prompts_left
        from jiedu.edition.loading import find_root
        from jiedu.translating.agreement import check_chinese

        faults = faults_of(folder)
        if not faults:
            faults = check_chinese(find_root(folder))
        if not faults:
            edition = Edition.open(folder)
            counts = draft_counts(edition)
            prompts = list(prompts_left(edition.root))
            # While rows are drafts a prompt is one more thing to do; in a finished book it was forgotten.
            faults = [] if counts else prompts
        for fault in faults:
            click.echo(fault)
        click.echo(tell_count("{count} fault", "{count} faults", len(faults)), err=bool(faults))
        if faults:
            sys.exit(1)
        numerals, rows = len(unassigned(edition)), len(edition.quantities)
        click.echo(tell("{numerals} unassigned numerals, {rows} rows in the ledger", numerals=numerals, rows=rows))
        listed, drafts = _listed(counts), sum(counts.values())
        click.echo(
            tell(
                "{drafts} rows still draft: {listed}" if listed else "{drafts} rows still draft",
                drafts=drafts,
                listed=listed,
            )
        )
        if prompts:
            click.echo(
                tell_count("{count} place waits for its text", "{count} places wait for their text", len(prompts))
            )


def _spreadsheets(folder: Path, fix: bool) -> None:
    """Mend the tables that went through a spreadsheet, or say which did."""
    from jiedu.edition.loading import find_root
    from jiedu.edition.spreadsheets import fix_format, spreadsheet_traces

    with contextlib.suppress(Fault):
        # Where there is no edition the check says so.
        root = find_root(folder)
        for line in fix_format(root) if fix else spreadsheet_traces(root):
            click.echo(line)


@main.command("review")
@click.argument("rows", nargs=-1)
@click.option("--block", default="", help="All rows that stand in a block, and the notes on them.")
@click.option("--chapter", default="", help="All rows that a notebook shows or cites.")
@click.option("--table", default="", help="All rows of a table.")
@click.option("--changed", is_flag=True, help="All that were reviewed and are not as they were signed.")
@click.option("--by", default="", help="Who answers for them; else user.name of git.")
@click.option("--yes", is_flag=True, help="Sign without asking.")
@click.option("--in", "folder", default=".", type=PATH, help="The project; else the one around this folder.")
def review_command(
    rows: tuple[str, ...],
    block: str,
    chapter: str,
    table: str,
    changed: bool,
    by: str,
    yes: bool,
    folder: Path,
) -> None:
    """Show ROWS beside what was signed of them, and sign them as they stand; without rows, count what is to be done.

    A row is named by its id (q-060, ctx-f02), or by its table and place where it has none (coding-a:37-39).
    """
    with _extra("book"):
        from datetime import date

        from jiedu.edition import Edition
        from jiedu.edition.signatures import count_drafts
        from jiedu.project.reviewing import Wanted, chosen, shown, sign
        from jiedu.project.versions import user_name

        edition = Edition.open(folder)
        wanted = Wanted(rows, block, chapter, table, changed)
        if not wanted:
            for name, (drafts, count) in count_drafts(edition).items():
                left = tell("{drafts:,} of {count:,} rows to be reviewed", drafts=drafts, count=count)
                click.echo(tell("{name}: {line}", name=name, line=left))
            return
        found = chosen(edition, wanted)
        if not found:
            click.echo(tell("nothing to sign: all of it is as it was signed"))
            return
        for one in found:
            click.echo(shown(one))
        by = by or user_name(edition.root)
        many = tell_count("{count} row", "{count:,} rows", len(found))
        if not yes:
            click.confirm(tell("Sign {many} as {by}?", many=many, by=by or tell("nobody")), abort=True)
        sign(edition, found, by, date.today())
    click.echo(tell("{many} signed by {by}", many=many, by=by))


@main.command("diff")
@click.argument("revision", metavar="REV", default="HEAD")
@click.argument("folder", default=".", metavar="[DIR]", type=PATH)
def diff_command(revision: str, folder: Path) -> None:
    """List what changed in the edition since REV, a revision of git: rows cell by cell, prose word by word."""
    with _extra("book"):
        from jiedu.project.versions import changes_since

        lines = changes_since(folder, revision)
    for line in lines:
        click.echo(line)


@main.command("merge")
@click.argument("groups", metavar="GROUP…", nargs=-1, required=True, type=PATH)
@click.option("--in", "folder", default=".", type=PATH, help="The project; else the one around this folder.")
@click.option("--conflicts", type=PATH, help="Where what was not taken is listed; else merge-conflicts.csv in DIR.")
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and write nothing.")
def merge_command(groups: tuple[Path, ...], folder: Path, conflicts: Path | None, dry_run: bool) -> None:
    """Bring the rows that groups have signed in GROUP…, their copies of one project, into the project in DIR.

    A row that a single group has signed, or several alike, is taken with its signatures. One that two have signed
    differently, or that is signed otherwise in DIR, is a conflict: it stays as it is in DIR, and is listed. Exit 0, or
    1 where there is a conflict or a row is now at fault; all else is written even so.
    """
    with _extra("book"):
        from jiedu.project.collecting import merge

        try:
            merged = merge(folder, groups, conflicts, dry_run)
        except OSError as error:
            raise Fault(tell("{folder}: cannot be merged into: {why}", folder=folder, why=why(error))) from None
    for line in merged.lines:
        click.echo(line)
    if not merged.is_whole:
        sys.exit(1)


@main.command("describe")
@click.argument("folder", default=".", metavar="[DIR]", type=PATH)
def describe_command(folder: Path) -> None:
    """Write data/datapackage.json anew from the schemas, keeping the package's own words."""
    with _extra("book"):
        from jiedu.edition.schema import rewrite_package

        rewrite_package(folder)


@main.command("export")
@click.argument("folder", default=".", metavar="[DIR]", type=PATH)
@click.option("--to", "form", required=True, type=click.Choice([*FORM_NAMES, "all"]), help="The form, or all.")
@click.option("--out", required=True, type=PATH, help="Where it goes: a file, or a folder; NAME.zip packs a folder.")
def export_command(folder: Path, form: str, out: Path) -> None:
    """Write the tables of the edition in DIR in a form that other programs read.

    csv, parquet, dta and annotations are folders, or with --out NAME.zip one file; the others are one file each. `--to
    all` writes every form into a folder, one file each. Facts have their computed values, every row the state that it
    has.
    """
    with _extra("panel"):
        from jiedu.citing.address import SETTINGS, read_settings, site_address
        from jiedu.edition import Edition
        from jiedu.exports.forms import FORMS, write_all, write_export

        edition = Edition.open(folder)
        settings = read_settings(edition.root) if (edition.root / SETTINGS).exists() else {}
        address = site_address(settings)
        if form == "all":
            written = write_all(edition, out, address)
        else:
            written = write_export(edition, FORMS[form], out, address)
    for path in written:
        click.echo(path)


@main.command("worksheet")
@click.argument("folder", default=".", metavar="[DIR]", type=PATH)
@click.option("--section", required=True, help="The letter of a section, or all.")
@click.option("--of", "of", type=click.Choice(["numerals", "promises"]), default="numerals", help="What is coded.")
@click.option("--fields", default="", help="What is asked, like class,unit; else the usual fields.")
@click.option("--out", required=True, type=PATH, help="A new folder, or one that holds sheets alone.")
def worksheet_command(folder: Path, section: str, of: str, fields: str, out: Path) -> None:
    """Make a worksheet of a section of the edition in DIR: to fill in, to print, and the key apart.

    Of numerals class, value, unit, comparator, indicator, kind and status can be asked, of promises force, kind, verb,
    deadline and actor; without --fields class, unit and comparator, or force and kind.
    """
    with _extra("book"):
        from jiedu.classroom.sheet_files import write_sheets
        from jiedu.classroom.sheets import worksheets
        from jiedu.edition import Edition
        from jiedu.files import safe_name

        wanted = [name.strip() for name in fields.split(",") if name.strip()]
        edition = Edition.open(folder)
        with speaking(edition.language):
            sheets = worksheets(edition, section, of, wanted)
            for path in write_sheets(sheets, out):
                click.echo(safe_name(path))
    if drafts := sum(sheet.drafts for sheet in sheets):
        answers = sum(len(sheet.items) for sheet in sheets)
        click.echo(
            tell("{drafts} of {answers} answers of the key are drafts", drafts=drafts, answers=answers), err=True
        )


@main.command("score")
@click.argument("key", metavar="KEY", type=PATH)
@click.argument("sheets", metavar="SHEET…", nargs=-1, required=True, type=PATH)
@click.option("--out", type=PATH, help="FILE.html: the report; without it the figures are printed alone.")
def score_command(key: Path, sheets: tuple[Path, ...], out: Path | None) -> None:
    """Score filled-in worksheets against their KEY: agreement with it and among students, field by field.

    A SHEET is CSV as any spreadsheet saves it, or a workbook (.xlsx); a folder stands for all that it holds. The
    report has the confusion of each vocabulary, the sentences that are disputed most, and each student's own sheet.
    """
    with _extra("book"):
        from jiedu.classroom.report import score_lines, write_report
        from jiedu.classroom.scoring import Score
        from jiedu.classroom.sheet_reading import answer_key, read_class
        from jiedu.files import safe_name

        if out is not None and out.suffix.lower() not in (".html", ".htm"):
            raise Fault(tell("{path}: the report is an .html file", path=safe_name(out)))
        read = answer_key(key)
        # A teacher who reads Chinese has the report in Chinese; any other has both languages, as the class may have.
        with speaking("zh" if told_in() == "zh" else language()):
            found, faults = read_class(read, sheets)
            for fault in faults:
                click.echo(f"jiedu: {fault}", err=True)
            if faults:
                sys.exit(1)
            scored = Score(read, tuple(found))
            if out is not None:
                write_report(scored, out)
    for line in score_lines(scored):
        click.echo(line)
    if out is not None:
        click.echo(tell("report: {path}", path=safe_name(out)))


@main.command("translate")
@click.argument("folder", metavar="[DIR]", default=".", type=FOLDER)
@click.option("--out", type=PATH, help="FILE.xlsx: every message with its Chinese, for translators.")
@click.option("--in", "file", type=PATH, help="FILE.xlsx: take the Chinese of a workbook that --out has written.")
@click.option("--pages", type=FOLDER, help="Write the pages in Chinese there, notebooks to open in JupyterLab too.")
def translate_command(folder: Path, out: Path | None, file: Path | None, pages: Path | None) -> None:
    """Bring the Chinese of the project in DIR to its pages: a catalogue a page, below locale/.

    A message that has changed keeps its Chinese, marked as fuzzy, until somebody has looked at it; `jiedu check` says
    what is left to do, and whether numbers, links and the page's words agree.
    """
    with _extra("book"):
        from jiedu.files import safe_name
        from jiedu.translating.catalogues import update_catalogues
        from jiedu.translating.exchange import export_translations, import_translations, write_chinese_pages

        folder = folder.resolve()
        wanted = update_catalogues(folder)
        if file is not None:
            count, refused = import_translations(folder, file)
            for line in refused:
                click.echo(tell("{name}: {line}", name=safe_name(file), line=line), err=True)
            left = len(refused)
            click.echo(tell("{count:,} messages translated, {left:,} rows not taken", count=count, left=left))
            wanted = update_catalogues(folder)
        if out is not None:
            count = export_translations(folder, out)
            click.echo(tell("{path}: {count:,} messages", path=safe_name(out), count=count))
        if pages is not None:
            count = write_chinese_pages(folder, pages)
            click.echo(tell("{path}: {count:,} pages", path=safe_name(pages), count=count))
    for name, number in wanted.items():
        if number:
            click.echo(tell("{name}: {number:,} to translate", name=name, number=number))
    if not any(wanted.values()):
        click.echo(tell("Every message has its Chinese."))


@main.command("build")
@click.argument("folder", metavar="[DIR]", default=".", type=FOLDER)
@click.option("--out", type=FOLDER, help="Where the site goes; else _build/html.")
@click.option("--jobs", type=click.IntRange(min=1), help="Notebooks at a time; else one a core.")
@click.option("--with-reader", is_flag=True, help="With the reader for the browser, which npm fetches.")
def build_command(folder: Path, out: Path | None, jobs: int | None, with_reader: bool) -> None:
    """Build the book of a project: run its notebooks, write its pages."""
    with _extra("book"):
        from jiedu.book.build import build_book, build_summary

        result = build_book(folder, out, jobs, with_reader, is_last=True)
    for line in build_summary(result):
        click.echo(line)


def _one_edition(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of what is made of each edition of a built book."""
    named = click.option("--out", type=PATH, help="The file, of a single edition; else dist/NAME-LANGUAGE.")
    return named(click.option("--language", type=click.Choice(["zh", "en"]), help="One edition; else each.")(command))


def _of_each_edition(folder: Path, out: Path | None, language: str | None, ending: str) -> Iterator[tuple[Path, Path]]:
    """Yield the site of each edition that is wanted and the file that is to be made of it.

    Where the site is no longer what a build would make, that is said first: what is made is of the site as it stands.
    """
    from jiedu.book.build import is_behind
    from jiedu.book.editions import editions_of
    from jiedu.edition import Edition
    from jiedu.edition.schema import PACKAGE
    from jiedu.exports.words import Imprint

    wanted = [one for one in editions_of(folder) if language in (None, one.language)]
    if not wanted:
        raise Fault(
            tell(
                "the book in {folder} is a single edition, and has none in {language} alone",
                folder=folder,
                language=language,
            )
        )
    if out is not None and len(wanted) > 1:
        raise Fault(tell("--out is one file, and there are two editions: say which, as with --language en"))
    if is_behind(folder):
        click.echo(f"jiedu: {tell('the site is older than what it is built from: jiedu build makes it new')}", err=True)
    # A book without tables has no name of its own.
    name = Imprint.of(Edition.open(folder)).name if (folder / PACKAGE).exists() else "book"
    for one in wanted:
        file = "-".join(filter(None, (name, one.folder))) + ending
        yield one.within(folder / "_build" / "html"), out or folder / "dist" / file


@main.command("pdf")
@click.argument("folder", metavar="[DIR]", default=".", type=FOLDER)
@_one_edition
def pdf_command(folder: Path, out: Path | None, language: str | None) -> None:
    """Print the book of a project as one PDF in A4 an edition, from the site that `jiedu build` has made.

    Title page, contents with page numbers, chapters, notes below their sentences, ids beside the numbers; Chromium
    prints it.
    """
    with _extra("paper"):
        from jiedu.files import safe_name
        from jiedu.paper.pdf import print_book

        for site, file in _of_each_edition(folder, out, language, ".pdf"):
            printed = print_book(site, file)
            pages, size, path = printed.pages, printed.size / 1e6, safe_name(printed.path)
            click.echo(tell("{pages} pages, {size:.1f} MB: {path}", pages=pages, size=size, path=path))


@main.command("epub")
@click.argument("folder", metavar="[DIR]", default=".", type=FOLDER)
@_one_edition
def epub_command(folder: Path, out: Path | None, language: str | None) -> None:
    """Write the book of a project as an EPUB an edition, from the site that `jiedu build` has made of it."""
    with _extra("book"):
        from jiedu.files import safe_name
        from jiedu.paper.epub import write_epub

        for site, file in _of_each_edition(folder, out, language, ".epub"):
            click.echo(safe_name(write_epub(site, file)))
