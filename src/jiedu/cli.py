"""The command line."""

import click

from jiedu.book.build import build


@click.group()
@click.version_option(package_name="jiedu")
def main() -> None:
    """Read a government work report, check its edition, build its book."""


main.add_command(build)
