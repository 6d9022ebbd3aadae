"""What can be done at the same time, in processes of its own where the system can fork."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from jiedu.book.forks import can_fork

_Result = TypeVar("_Result")


def do_together(tasks: Sequence[Callable[[], None]], jobs: int) -> None:
    """Do tasks side by side, no more than `jobs` at a time, or one after the other where that is not to be had.

    Each has the memory of this process as it was, and what it changes there is lost. The first error is raised once
    all have come to their end.

    >>> do_together([list], 2)
    """
    if jobs == 1 or len(tasks) == 1 or not can_fork():
        for task in tasks:
            task()
        return
    with _processes(min(jobs, len(tasks))) as pool:
        for done in [pool.submit(task) for task in tasks]:
            done.result()


@contextmanager
def meanwhile(task: Callable[[], _Result], jobs: int) -> Iterator[Callable[[], _Result]]:
    """Do a task in a process of its own while the block runs, which is given what waits for its result.

    Where that is not to be had it is done when it is asked for.

    >>> with meanwhile(list, 2) as result:
    ...     result()
    []
    """
    if jobs == 1 or not can_fork():
        yield task
        return
    with _processes(1) as pool:
        yield pool.submit(task).result


def _processes(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, multiprocessing.get_context("fork"))
