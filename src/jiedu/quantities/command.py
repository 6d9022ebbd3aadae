"""`jiedu read`: the quantities of any text, one JSON object a line."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from jiedu.errors import Fault
from jiedu.formats import load
from jiedu.lexicon import Lexicon
from jiedu.quantities import numerals, to_json
from jiedu.quantities import read as read_quantities


def lines(
    files: Iterable[Path],
    lexicon: Lexicon | None = None,
    every: bool = False,
    told: Callable[[Fault], None] | None = None,
) -> Iterator[str]:
    """Give a line of JSON for each quantity of each file; with `every`, for each numeral.

    A file that `formats.load` refuses is a Fault: `told` hears it, and the next file is read; else it is raised.
    """
    for path in files:
        try:
            source = load(path)
        except Fault as fault:
            if told is None:
                raise
            told(fault)
            continue
        for quantity in (numerals if every else read_quantities)(source.text, lexicon):
            yield to_json(quantity, source.name)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--lexicon", "lexicon_file", type=click.Path(path_type=Path), help="A CSV table of your own words.")
@click.option("--all", "every", is_flag=True, help="Every numeral with its class, not only the quantities.")
def read(files: tuple[Path, ...], lexicon_file: Path | None, every: bool) -> None:
    """Print the quantities of FILES, one JSON object a line; exit 1 where a file could not be read."""
    lexicon = Lexicon.load(lexicon_file)
    failed = False

    def told(fault: Fault) -> None:
        nonlocal failed
        failed = True
        click.echo(f"jiedu: {fault}", err=True)

    for line in lines(files, lexicon, every, told):
        click.echo(line)
    if failed:
        raise SystemExit(1)
