"""Time one peer on one text; run by the Python of the peers' own environment (see requirements.txt).

usage: PYTHON benchmarks/reader_peers.py recognizers|recognizers-numbers|chinese2digits TEXT
"""

import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

warnings.simplefilter("ignore")


def recognizers() -> Callable[[str], int]:
    """Read numbers, percentages, currencies and dimensions, the models that cover what a quantity is."""
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension
    from recognizers_text import Culture

    models = (recognize_number, recognize_percentage, recognize_currency, recognize_dimension)
    return lambda text: sum(len(model(text, Culture.Chinese)) for model in models)


def recognizers_numbers() -> Callable[[str], int]:
    """Read numbers alone, the peer's quickest model."""
    from recognizers_number import recognize_number
    from recognizers_text import Culture

    return lambda text: len(recognize_number(text, Culture.Chinese))


def chinese2digits() -> Callable[[str], int]:
    """Read numbers, without units."""
    import chinese2digits as peer

    return lambda text: len(peer.takeNumberFromString(text)["digitsStringList"])


def main(name: str, path: Path) -> None:
    """Print the seconds and the number of results, a sentence at a time as the peer is made for."""
    readers = {
        "recognizers": recognizers,
        "recognizers-numbers": recognizers_numbers,
        "chinese2digits": chinese2digits,
    }
    reader = readers[name]()
    sentences = [line for line in path.read_text(encoding="utf-8").replace("。", "。\n").split("\n") if line.strip()]
    reader(sentences[0])
    started = time.process_time()
    found = sum(reader(sentence) for sentence in sentences)
    print(json.dumps({"seconds": time.process_time() - started, "found": found}))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], Path(sys.argv[2]))
