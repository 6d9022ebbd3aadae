"""The sentences of a passage as HTML, every mark a link to its record and named for those who do not see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jiedu.answers.bilingual import english_spans
from jiedu.display import labels
from jiedu.display.amounts import DEADLINES, in_english
from jiedu.display.html import Safe
from jiedu.edition import Edition, Row
from jiedu.language import language, one_of
from jiedu.passages.marks import LAYERS, Stretch
from jiedu.text.cleaning import clean

_OPENING = Safe('<a class="jd-answer-link{}" href="#{}" aria-label="{}"{}{}>')
_CLOSING = Safe("</a>")


@dataclass
class Writer:
    """Write the sentences of one block. `notes` are those shown with it, by the id of what they speak of.

    What is not `anchored` stands somewhere else as well, and leaves the ids to that place.
    """

    edition: Edition
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    anchored: bool = True
    _met: set[str] = field(default_factory=set)

    def chinese(self, start: int, end: int, marks: Iterable[Stretch]) -> Safe:
        """Write the Chinese between two offsets of the page, with its marks as nested elements."""
        text = clean(self.edition.text, start, end)
        placed = []
        for mark in marks:
            if mark.start < end and mark.end > start:
                a, b = text.from_source(max(mark.start, start)), text.from_source(min(mark.end, end))
                if a < b:
                    placed.append((a, -b, LAYERS.index(mark.layer), mark))
        out: list[str] = []
        open_tags: list[tuple[int, Safe]] = []
        at = 0

        def advance(to: int) -> None:
            nonlocal at
            while open_tags and open_tags[-1][0] <= to:
                stop, closing = open_tags.pop()
                out.extend((text.text[at:stop], closing))
                at = stop
            out.append(text.text[at:to])
            at = to

        for a, negative_end, _, mark in sorted(placed, key=lambda one: one[:3]):
            advance(a)
            opening, closing = self._tags(mark, text.text[a:-negative_end], (start, end))
            out.append(opening)
            open_tags.append((-negative_end, closing))
        advance(len(text.text))
        return Safe("").join(out)

    def english(self, sentence: str, words: str) -> Safe:
        """Write the English of a sentence, with the numbers that state rows of the ledger marked as in the Chinese."""
        out: list[str] = []
        at = 0
        for start, end, name in english_spans(self.edition, sentence) if words and sentence else ():
            out += [words[at:start], self._english_number(name, words[start:end])]
            at = end
        return Safe("").join([*out, words[at:]])

    def _tags(self, mark: Stretch, words: str, span: tuple[int, int]) -> tuple[Safe, Safe]:
        """Give the tags before and behind a mark, as far as it stands in a span of the page."""
        if mark.layer == "term":
            return self._term(mark.id, words), _CLOSING
        # The rest of something that was cut names the whole it belongs to, and leaves the id to the first part.
        is_first, is_last = self.anchored and mark.first and mark.start >= span[0], mark.last and mark.end <= span[1]
        anchor = Safe('id="{}"' if is_first else 'data-of="{}"').format(mark.id)
        if mark.layer == "promise":
            # A promise holds links, so it is none itself: its link is a sign at its end.
            handle = (
                self._link(mark.id, _spoken(f"承诺 {mark.id}", f"promise {mark.id}"), " jd-promise") + _CLOSING
                if is_last
                else ""
            )
            return Safe('<span {} class="jd-p">').format(anchor), Safe("{}</span>").format(handle)
        row = self.edition.row("quantities", mark.id)
        within = Safe(' data-term="{}"').format(" ".join(mark.within)) if mark.within else ""
        said = _spoken(_named(row, words), _named_in_english(row, words))
        opening = Safe("<mark {}{}{}>{}").format(anchor, _looks(row), within, self._link(mark.id, said))
        return opening, _CLOSING + Safe("</mark>")

    def _english_number(self, name: str, words: str) -> Safe:
        row = self.edition.row("quantities", name)
        said = _named(row, words) if language() == "zh" else _named_in_english(row, words)
        link = self._link(name, said)
        return Safe('<mark data-of="{}"{}>{}{}{}</mark>').format(name, _looks(row), link, words, _CLOSING)

    def _term(self, name: str, words: str) -> Safe:
        row = self.edition.row("terms", name)
        term = row["term"]
        look = " jd-term jd-again" if name in self._met else " jd-term"
        self._met.add(name)
        zh = f"{words}，词条" + ("" if term == words else f"“{term}”")
        en = f"{words}, term" + ("" if term == words else f" {term}") + (f": {row['en']}" if row["en"] else "")
        return self._link(name, _spoken(zh, en), look)

    def _link(self, name: str, said: str, look: str = "") -> Safe:
        notes = self.notes.get(name)
        details = Safe(' aria-details="{}"').format(" ".join(notes)) if notes else ""
        # Of a number the title says the same to a pointer, where no script answers.
        title = "" if look else Safe(' title="{}"').format(said)
        return _OPENING.format(look, name, said, title, details)


def _spoken(zh: str, en: str) -> str:
    """Say what a mark in the Chinese is: in both, too, in its language."""
    return en if language() == "en" else zh


def _looks(row: Row) -> Safe:
    """Give the class of a marked number, and of one that counts nothing the words for what it is."""
    draft = " jd-draft" if row["state"] == "draft" else ""
    kind = labels.labelled(labels.CLASSES, row["class"])
    said = "" if row["class"] == "quantity" else Safe(' data-class="{}"').format(one_of(*kind))
    return Safe(' class="jd-q jd-{}{}"{}').format(row["class"], draft, said)


def _named(row: Row, words: str) -> str:
    kind, status = labels.labelled(labels.CLASSES, row["class"])[0], labels.labelled(labels.STATUSES, row["status"])[0]
    cue = f"限定词“{row['cue']}”" if row["cue"] else ""
    draft = "草稿" if row["state"] == "draft" else ""
    parts = (words, kind, cue, row["indicator"], status, row["deadline"], row["id"], draft)
    return "，".join(part for part in parts if part)


def _named_in_english(row: Row, words: str) -> str:
    kind, status = labels.labelled(labels.CLASSES, row["class"])[1], labels.labelled(labels.STATUSES, row["status"])[1]
    bound = in_english(row) if row["class"] == "quantity" else ""
    deadline = DEADLINES.get(row["deadline"], "")
    draft = "draft" if row["state"] == "draft" else ""
    parts = (words, kind, bound, row["indicator_en"], status, deadline, row["id"], draft)
    return ", ".join(part for part in parts if part)
