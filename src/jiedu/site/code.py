"""Take the code out of the way of reading: one quiet line below what it made, named by the words that it shows."""

from lxml import html

from jiedu.language import pick
from jiedu.site.trees import Site

PROMPT = ("how this is computed", "如何算出")


def quieten_code(site: Site) -> None:
    """Fold the code of each cell into one line below what the cell shows."""
    for _, article in site.articles():
        for folded in article.xpath(".//div[contains(@class, 'cell')]/details[contains(@class, 'hide')]"):
            _quieten(folded)


def _quieten(folded: html.HtmlElement) -> None:
    """Make a fold of the page's own of that of the theme, which is a box, and says aloud other words than it shows."""
    summary = folded.find("summary")
    if summary is None:
        return
    folded.set("class", "jd-code")
    line = html.Element("summary")
    line.tail = summary.tail
    zh, en = pick(PROMPT[1], PROMPT[0])
    english, chinese = html.Element("span"), html.Element("span", {"lang": "zh-CN"})
    english.text, chinese.text = f"{en} · " if zh and en else en, zh
    line.extend(half for half in (english, chinese) if half.text)
    folded.replace(summary, line)
    # After what it made.
    folded.getparent().append(folded)
