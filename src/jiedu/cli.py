"""The command line."""

import sys

import click

from jiedu.errors import Fault


class _Commands(click.Group):
    """Load a command's room only when it is asked for, and say a Fault in one line."""

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

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in alphabetical order."""
        return sorted(self.ROOMS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the room of a command and take the command from it."""
        if name not in self.ROOMS:
            return None
        command: click.Command = getattr(__import__(self.ROOMS[name], fromlist=[name]), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a Fault is one line on standard error and exit code 1."""
        try:
            return super().invoke(ctx)
        except Fault as fault:
            click.echo(f"jiedu: {fault}", err=True)
            sys.exit(1)
