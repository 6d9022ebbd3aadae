"""What reading costs: processor time, so that what else the machine does does not count."""

import time
from collections.abc import Callable


def _seconds(cost: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    cost(text)
    return time.process_time() - began


def grows_slower(cost: Callable[[str], object], short: str, long: str, most: float) -> bool:
    """Say whether a long text costs less than `most` times a short one, the best of three each.

    A hundredth of a second is the least that a text is held to cost. The long text is read again only where it was
    too slow: one good time is enough.
    """
    once = min(_seconds(cost, short) for _ in range(3))
    return any(_seconds(cost, long) < most * max(once, 0.01) for _ in range(3))
