"""Single changes to an edition, made one at a time and undone, and what its checks say of each.

`mutation` has the type and draws changes evenly over their kinds; `words` finds words and numbers in a text and
changes them; `cells` and `prose` know where the tables and the prose of an edition have such texts; `trial` tries a
change on a copy.
"""

from functools import lru_cache
from pathlib import Path
from random import Random

from changes.cells import cell_pools
from changes.mutation import Mutation, Pool, draw
from changes.prose import prose_pools

__all__ = ["Mutation", "Pool", "mutations", "pools"]


# A second is spent on the formulas, whose values tell which citation would say another number.
@lru_cache(maxsize=1)
def pools(root: Path) -> list[Pool]:
    """Give every kind of change at every place of an edition."""
    return [*cell_pools(root), *prose_pools(root)]


def mutations(root: Path, seed: int, count: int, only: str = "") -> list[Mutation]:
    """Draw so many changes, the same ones for a seed; `only` names an area, a table, a column or a kind."""
    wanted = [pool for pool in pools(root) if not only or only in pool.names()]
    return draw(wanted, Random(seed), count)
