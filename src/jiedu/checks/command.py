"""`jiedu check` and `jiedu describe`."""

import json
from pathlib import Path

import click

from jiedu.checks import check as faults_of
from jiedu.checks import drafts
from jiedu.checks.page import unassigned
from jiedu.edition import Edition
from jiedu.errors import Fault
from jiedu.files import write_whole
from jiedu.schema import PACKAGE
from jiedu.schema import describe as description


@click.command()
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, folder: Path) -> None:
    """Check every promise of the edition in DIR, or around it: exit 0, or 1 with one line a fault."""
    faults = faults_of(folder)
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}", err=bool(faults))
    if faults:
        context.exit(1)
    edition = Edition.open(folder)
    click.echo(f"{len(unassigned(edition))} unassigned numerals, {len(edition.quantities)} rows in the ledger")
    draft = drafts(edition)
    listed = ", ".join(f"{count} in {name}" for name, count in draft.items())
    click.echo(f"{sum(draft.values())} rows still draft{f': {listed}' if listed else ''}")


@click.command()
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(path_type=Path))
def describe(folder: Path) -> None:
    """Write data/datapackage.json anew from the schemas, keeping the package's own words."""
    path = folder / PACKAGE
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Fault(f"{path}: is missing; a new edition is made with `jiedu new`") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise Fault(f"{path}: not readable as JSON ({error})") from None
    write_whole(path, description(folder, package))
