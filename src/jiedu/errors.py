"""The one exception that a user is meant to read."""

from collections.abc import Callable


class Fault(Exception):
    """Say in one sentence what is wrong and where.

    The command line prints it as it is and exits with 1; a notebook shows it as the error.

    >>> str(Fault("data/quantities.csv: row q-012: unknown block 'z-9'"))
    "data/quantities.csv: row q-012: unknown block 'z-9'"
    """


def explain_missing(error: ModuleNotFoundError, what: str, extra: str, tell: Callable[..., str] = str.format) -> Fault:
    """Turn a library that is not installed into a Fault with the line to type, which `tell` may say in Chinese.

    Anything else that cannot be found, a module of the package itself among them, is raised again: it is a mistake.

    >>> str(explain_missing(ModuleNotFoundError("", name="dask.array"), "jiedu corpus", "corpus"))
    "jiedu corpus needs dask, which is not installed: pip install 'jiedu[corpus]'"
    """
    library = (error.name or "").partition(".")[0]
    if library in ("", "jiedu"):
        raise error
    sentence = tell(
        "{what} needs {library}, which is not installed: pip install 'jiedu[{extra}]'",
        what=what,
        library=library,
        extra=extra,
    )
    return Fault(sentence)
