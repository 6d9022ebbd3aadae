"""The one exception that a user is meant to read."""


class Fault(Exception):
    """Say in one sentence what is wrong and where.

    The command line prints it as it is and exits with 1; a notebook shows it as the error.

    >>> str(Fault("data/quantities.csv: row q-012: unknown block 'z-9'"))
    "data/quantities.csv: row q-012: unknown block 'z-9'"
    """
