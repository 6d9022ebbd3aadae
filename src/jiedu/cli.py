"""The command line: a command is loaded from its room when it is asked for."""

import errno
import importlib
import sys

import click

from jiedu.errors import Fault

ROOMS = {
    "build": "jiedu.book.build",
    "check": "jiedu.checks.command",
    "corpus": "jiedu.corpus",
    "describe": "jiedu.checks.command",
    "new": "jiedu.project",
    "read": "jiedu.quantities.command",
    "report": "jiedu.report",
    "update": "jiedu.project",
}
"""Which module holds a command; a command that imports pandas costs the others nothing."""


class _Commands(click.Group):
    """Find commands in their rooms, and say a Fault in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in alphabetical order."""
        return sorted(ROOMS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the room of a command and take the command from it."""
        if name not in ROOMS:
            return None
        command: click.Command = getattr(importlib.import_module(ROOMS[name]), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a Fault is one line on standard error and exit code 1."""
        try:
            return super().invoke(ctx)
        except Fault as fault:
            click.echo(f"jiedu: {fault}", err=True)
            sys.exit(1)
        except OSError as error:
            # A reader that closes its end of a pipe is not an error; click ends quietly.
            if error.errno == errno.EPIPE:
                raise
            click.echo(f"jiedu: {error.filename or 'writing'}: {error.strerror or error}", err=True)
            sys.exit(1)


@click.group(cls=_Commands)
@click.version_option(package_name="jiedu")
def main() -> None:
    """Read a government work report, check its edition, build its book."""
