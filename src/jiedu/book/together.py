"""What can be done at the same time, in processes of its own where the system can fork."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

from jiedu.book.forks import can_fork


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
    with ProcessPoolExecutor(min(jobs, len(tasks)), multiprocessing.get_context("fork")) as pool:
        for done in [pool.submit(task) for task in tasks]:
            done.result()
