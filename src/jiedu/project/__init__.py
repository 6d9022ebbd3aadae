"""`jiedu new` and `jiedu update`: a book of one's own, drafted by the machine, reviewed by a person."""

from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--from", "report", required=True, type=click.Path(path_type=Path), help="The report: text, Word, HTML or PDF."
)
@click.option("--title", default="", help="The title of the book; else from the report.")
@click.option("--name", default="", help="The short name of the edition, like heyang-2025; else report-YEAR.")
def new(folder: Path, report: Path, title: str, name: str) -> None:
    """Make a project in DIR from a report: tables, notebooks, book; every row a draft."""
    from jiedu.checks import drafts
    from jiedu.edition import Edition
    from jiedu.project.making import make_project

    make_project(folder, report, title, name)
    edition = Edition.open(folder)
    counts = ", ".join(f"{count} in {table}" for table, count in drafts(edition).items())
    click.echo(f"{folder}: {edition.package['title']}")
    click.echo(f"{len(edition.sections)} sections; to be reviewed: {counts}")
    click.echo(f"Next: cd {folder} && make book")


@click.command()
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(path_type=Path))
def update(folder: Path) -> None:
    """Read the page of DIR again with the present reader: draft rows are refreshed, reviewed rows stay."""
    from jiedu.errors import Fault
    from jiedu.project.refresh import refresh

    try:
        lines = refresh(folder)
    except OSError as error:
        raise Fault(f"{folder}: cannot be updated: {error.strerror or error}") from None
    for line in lines:
        click.echo(line)
