"""Who wants to know which tables of an edition are used: a build does, to leave alone what has not changed."""

import contextlib
from collections.abc import Callable, Iterator

_listeners: list[Callable[[str], None]] = []
_loading = 0


def on_use(listener: Callable[[str], None]) -> None:
    """Have `listener` called, from now on, with the name of each table that is taken from an edition.

    >>> heard = []
    >>> on_use(heard.append)
    >>> tell_use("terms")
    >>> heard
    ['terms']
    >>> _listeners.clear()
    """
    _listeners.append(listener)


def tell_use(table: str) -> None:
    """Tell those who want to know that a table is used; most of the time that is nobody."""
    for listener in _listeners:
        listener(table)


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Load tables without using them: an edition reads all of them, whatever is asked of it later."""
    global _loading
    _loading += 1
    try:
        yield
    finally:
        _loading -= 1


def is_loading() -> bool:
    """Tell whether tables are being loaded.

    >>> with loading():
    ...     is_loading()
    True
    """
    return _loading > 0
