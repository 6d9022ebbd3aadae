"""The fields of a record by what they are, in whichever language their names are said."""

from collections.abc import Mapping
from typing import Any

from jiedu.answers.records import NAMES


def is_named(field: Mapping[str, Any], *names: str) -> bool:
    """Tell whether a field of a record is one of some; `names` are keys of `jiedu.answers.records.NAMES`.

    >>> is_named({"name": {"zh": "句子", "en": ""}}, "text", "sentence")
    True
    """
    said = field["name"]
    return any(said["zh"] == NAMES[name][0] or said["en"] == NAMES[name][1] for name in names)
