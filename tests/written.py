"""What tests and benchmarks ask of written pages: axe-core, languages, the lines of their text, a machine's fonts."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from lxml import html

from jiedu.text.characters import HAN

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """async ([tags, rules, part]) => {
  for (const folded of document.querySelectorAll('details')) folded.open = true;
  const read = part ? document.getElementById(part) : document;
  const found = await axe.run(read, { resultTypes: ['violations'], preload: false, runOnly: { type: 'tag', values: tags }, rules });
  return found.violations.map((rule) => ({ id: rule.id, nodes: rule.nodes.map((node) => node.html) }));
}"""

# Runs of words, and whether the nearest lang says what they are.
LANGUAGES = """() => {
  const wrong = { zh: [], en: [], all: { zh: 0, en: 0 } };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest('script, style, template')) continue;
    const called = parent.closest('[lang]').getAttribute('lang');
    for (const [words] of node.data.matchAll(/[\\u3007\\u3400-\\u9fff\\uf900-\\ufaff]+/g)) {
      wrong.all.zh += 1;
      if (!called.startsWith('zh')) wrong.zh.push(words);
    }
    for (const [words] of node.data.matchAll(/[A-Za-z][A-Za-z’'-]*(?: [A-Za-z][A-Za-z’'-]*)+/g)) {
      wrong.all.en += 1;
      if (!called.startsWith('en') && !called.includes('Latn')) wrong.en.push(words);
    }
  }
  return wrong;
}"""


def lines_on(page: Path) -> list[str]:
    """List the lines of a page's text as its tree has them after the build, without code and what the frame adds.

    Of an exercise the question is text of the book: what can be answered, and what is right, is not to be found.
    """
    tree = html.document_fromstring(page.read_text("utf-8"))
    for skipped in tree.xpath(
        "//script|//style|//svg|//button|//dialog|//*[contains(@class, 'cell_input')]|//a[@class='headerlink']"
        "|//details[contains(@class, 'hide')]|//*[contains(concat(' ', @class, ' '), ' jd-source ')]"
        "|//*[contains(@class, 'jd-x-ground')]|//*[@class='jd-x-key']"
    ):
        skipped.drop_tree()
    article = tree.xpath("//article")[0]
    # A second figure of a cell stands on a line of its own by its class.
    for block in article.xpath(
        ".//*[self::p or self::td or self::th or self::li or self::dt or self::dd or self::div"
        " or contains(concat(' ', @class, ' '), ' jd-sub ')]"
    ):
        block.tail, block.text = f"\n{block.tail or ''}", f"\n{block.text or ''}"
    text = re.sub(r"[ \t]+", " ", article.text_content())
    return [re.sub(rf"(?<=[{HAN}]) (?=[{HAN}])", "", line) for line in text.split("\n") if line.strip()]


def with_fonts(folder: Path, fonts: Iterable[Path]) -> dict[str, str]:
    """Give the environment of a program that finds the fonts of these folders only."""
    dirs = "".join(f"<dir>{path}</dir>" for path in fonts)
    (folder / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>{dirs}'
        f"<cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
