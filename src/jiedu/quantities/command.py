"""`jiedu read`: the quantities of any text, one JSON object a line."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from jiedu.formats import load
from jiedu.lexicon import Lexicon
from jiedu.quantities import numerals, to_json
from jiedu.quantities import read as read_quantities


def lines(files: Iterable[Path], lexicon: Lexicon | None = None, every: bool = False) -> Iterator[str]:
    """Give a line of JSON for each quantity of each file; with `every`, for each numeral.

    Raises Fault for a file that `formats.load` refuses.
    """
    for path in files:
        source = load(path)
        for quantity in (numerals if every else read_quantities)(source.text, lexicon):
            yield to_json(quantity, source.name)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--lexicon", "lexicon_file", type=click.Path(path_type=Path), help="A CSV table of your own words.")
@click.option("--all", "every", is_flag=True, help="Every numeral with its class, not only the quantities.")
def read(files: tuple[Path, ...], lexicon_file: Path | None, every: bool) -> None:
    """Print the quantities of FILES, one JSON object a line."""
    lexicon = Lexicon.load(lexicon_file)
    for line in lines(files, lexicon, every):
        click.echo(line)
