"""Search that finds Chinese words of any length: characters and pairs of characters are indexed.

Chinese has no spaces, and a dictionary cuts 跨境电商 differently in a page and in a query. So every character and
every pair of neighbours is an entry; in the browser the query is cut into the same pairs, and a page is found if
it has them all. Latin words and numbers are indexed as English is.
"""

import re
from pathlib import Path

from sphinx.search.en import SearchEnglish

from jiedu.text.characters import HAN

_WORD = re.compile(rf"[{HAN}]+ | [^\W{HAN}]+", re.VERBOSE)


class ChineseSearch(SearchEnglish):
    """Cut text into single Chinese characters, pairs of them, and Latin words."""

    lang = "zh"
    language_name = "Chinese and English"
    js_splitter_code = Path(__file__).with_name("search.js").read_text(encoding="utf-8")

    def split(self, input: str) -> list[str]:
        """List the index entries of a text.

        >>> ChineseSearch({}).split("海外仓7家, RCEP")
        ['海', '外', '仓', '海外', '外仓', '7', '家', 'RCEP']
        """
        entries: list[str] = []
        for run in _WORD.findall(input):
            if re.match(f"[{HAN}]", run):
                entries += [*run, *(run[at : at + 2] for at in range(len(run) - 1))]
            else:
                entries.append(run)
        return entries

    def stem(self, word: str) -> str:
        """Give the stem of an English word; anything else as it is.

        >>> ChineseSearch({}).stem("Targets"), ChineseSearch({}).stem("海外")
        ('target', '海外')
        """
        return super().stem(word) if word.isascii() else word.lower()

    def word_filter(self, word: str) -> bool:
        """Tell whether a word enters the index: all but the English words that stand everywhere.

        >>> search = ChineseSearch({})
        >>> search.word_filter("水"), search.word_filter("the")
        (True, False)
        """
        return bool(word) and word not in self.stopwords
