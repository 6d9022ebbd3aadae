"""Charts on the page: words that can be read, selected and told from their ground, at both widths and in both themes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from support import COLOURS

CHAPTERS = [
    f"notebooks/{name}.html"
    for name in ("overview", "targets", "open_innovation", "provinces", "seventy_years", "lesson_chart")
]

# Of every chart that is shown: its smallest type in pixels, words outside its frame, the least contrast of a word.
MEASURE = (
    f"() => {{{COLOURS}"
    + """
  const ground = (text, chart, box) => {
    let colour = [255, 255, 255];
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    for (const shape of chart.querySelectorAll('path, circle')) {
      if (text.compareDocumentPosition(shape) & 4) break;
      const [own, look] = [shape.getBoundingClientRect(), getComputedStyle(shape)];
      if (look.fill.startsWith('url') || own.x > x || own.right < x || own.y > y || own.bottom < y) continue;
      const at = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
      if (look.fill === 'none' || !shape.isPointInFill(at)) continue;
      const fill = rgba(look.fill);
      colour = over([...fill.slice(0, 3), fill[3] * look.fillOpacity], colour);
    }
    return colour;
  };
  return [...document.querySelectorAll('.jd-chart svg')].filter((chart) => chart.clientWidth).map((chart) => {
    const frame = chart.getBoundingClientRect();
    const texts = [...chart.querySelectorAll('text')];
    const scale = frame.width / chart.viewBox.baseVal.width;
    const seen = texts.map((text) => {
      const box = text.getBoundingClientRect();
      return {
        words: text.textContent,
        size: parseFloat(getComputedStyle(text).fontSize) * scale,
        out: box.x < frame.x - 1 || box.right > frame.right + 1 || box.y < frame.y - 1 || box.bottom > frame.bottom + 1,
        contrast: contrast(rgba(getComputedStyle(text).fill), ground(text, chart, box)),
      };
    });
    const range = document.createRange();
    range.selectNodeContents(texts[0]);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return {
      size: Math.min(...seen.map(({ size }) => size)),
      out: seen.filter(({ out }) => out).map(({ words }) => words),
      faint: seen.filter(({ contrast }) => contrast < 4.5).map(({ words, contrast }) => `${words} ${contrast.toFixed(2)}`),
      selected: getSelection().toString() === texts[0].textContent,
      ink: getComputedStyle(texts[0]).fill,
      fills: frame.width / chart.parentElement.clientWidth,
    };
  });
}"""
)


@pytest.fixture(scope="module")
def seen(site: Path, chromium) -> Iterator[dict[tuple[int, str, str], list[dict]]]:
    found = {}
    for theme in ("light", "dark"):
        context = chromium.new_context(color_scheme=theme)
        page = context.new_page()
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for name in CHAPTERS:
                page.goto((site / name).as_uri())
                found[width, theme, name] = page.evaluate(MEASURE)
        context.close()
    yield found


@pytest.mark.browser
def test_type_in_charts_is_never_under_eleven_pixels(seen) -> None:
    assert all(charts for charts in seen.values())
    assert min(chart["size"] for charts in seen.values() for chart in charts) >= 11


@pytest.mark.browser
def test_words_in_charts_stay_in_their_frame_and_can_be_selected(seen) -> None:
    assert {key: chart["out"] for key, charts in seen.items() for chart in charts if chart["out"]} == {}
    assert all(chart["selected"] for charts in seen.values() for chart in charts)


@pytest.mark.browser
def test_words_in_charts_are_told_from_their_ground_in_either_theme(seen) -> None:
    assert {key: chart["faint"] for key, charts in seen.items() for chart in charts if chart["faint"]} == {}
    for width in (390, 1280):
        for name in CHAPTERS:
            for light, dark in zip(seen[width, "light", name], seen[width, "dark", name], strict=True):
                assert light["ink"] != dark["ink"]


@pytest.mark.browser
def test_charts_use_the_column(seen) -> None:
    assert min(chart["fills"] for (width, *_), charts in seen.items() for chart in charts) > 0.9


def test_charts_are_in_the_page_and_named(site: Path) -> None:
    drawings = [
        drawing
        for path in sorted((site / "notebooks").glob("*.html"))
        for drawing in html.fromstring(path.read_text("utf-8")).xpath("//div[@class='jd-chart']/svg")
    ]
    assert len(drawings) >= 30
    for drawing in drawings:
        root = drawing.getroottree()
        names = (drawing.get("aria-labelledby") or "").split()
        said = " ".join(root.xpath(f"string(//*[@id='{name}'])") for name in names)
        assert drawing.get("role") == "img" and re.search(r"\d", said), names


def test_every_image_says_how_large_it_is(site: Path) -> None:
    pages = [html.fromstring(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))]
    images = [image for page in pages for image in page.xpath("//article//img[contains(@src, '.png')]")]
    assert images
    assert [
        i.get("src") for i in images if not (i.get("width") and i.get("height")) or i.get("loading") != "lazy"
    ] == []
