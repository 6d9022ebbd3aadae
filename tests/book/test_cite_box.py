"""The cite box in a browser: what is cited, in which style, copied, kept as a file; by keyboard, from file://."""

import datetime
import json
import shutil
from pathlib import Path

import pytest
import yaml
from lxml import html
from support import ROOT

from jiedu.citing.templates import citation_templates, fill
from jiedu.citing.writing import STYLES
from jiedu.edition import Edition

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ADDRESS = "https://example.org/jinshui"
PAGE = "notebooks/open_innovation.html"


@pytest.fixture(scope="module")
def page(chromium, site: Path):
    """A chapter of the site, from its folder, in which nothing goes wrong."""
    context = chromium.new_context(accept_downloads=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((site / PAGE).as_uri())
    yield page
    assert faults == []
    context.close()


def send(page, name: str, **detail: object) -> None:
    page.evaluate("(detail) => document.dispatchEvent(new CustomEvent('jd-cite', {detail}))", {"id": name, **detail})


def close(page) -> None:
    page.keyboard.press("Escape")
    page.locator("dialog.jd-cite").wait_for(state="detached")


def test_the_control_at_the_foot_opens_the_box_and_gets_the_focus_back(page) -> None:
    assert page.evaluate("'cite' in document.documentElement.dataset")
    button = page.get_by_role("button", name="Cite this page")
    button.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog", name="Cite")
    assert box.is_visible()
    assert page.evaluate("document.activeElement.value") == "gbt"
    field = page.get_by_label("Citation")
    assert "Opening up and innovation" in field.input_value()
    assert "[DS]//The Jiedu project. 响鼓重锤 再跨征鞍：an annotated" in field.input_value()
    # By keyboard alone to another style, then to another thing.
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.value") == "apa"
    assert "(Version 0.2.0)" in field.input_value()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    assert field.input_value().endswith("(Version 0.2.0) [Dataset].")
    page.keyboard.press("ArrowRight")
    assert field.input_value().startswith("Wang, C. (2020, May 27). 响鼓重锤 再跨征鞍 [A resounding drum")
    close(page)
    assert page.evaluate("document.activeElement.textContent") == "Cite this page"


def test_a_row_is_cited_as_python_cites_it(page) -> None:
    edition = Edition.open(ROOT)
    made = citation_templates(ROOT, edition)
    labels = {
        "q-060": {"zh": "30万平方米", "en": "300,000 square metres"},
        "q-099": {"zh": "6.5%左右", "en": "about 6.5%"},
        "n-001": {"zh": "100%{}\\ & #_$ ~^ <script>alert(1)</script>", "en": ""},
        "s-074": {
            "zh": "  力争集聚\n跨境电商企业突破1000家，海外仓面积达到30万平方米，跨境电商交易额突破100亿元。",
            "en": "𠀀" * 45,
        },
    }
    for name, label in labels.items():
        send(page, name, label=label)
        for style in STYLES:
            page.locator(f"input[value={style}]").check()
            written = fill(made["part"][style], style, name, label).replace("\r\n", "\n").strip()
            assert page.get_by_label("Citation").input_value() == written, (name, style)
        close(page)


def test_what_is_copied_and_what_is_kept_is_the_citation(page) -> None:
    send(page, "q-060", label={"zh": "30万平方米", "en": "300,000 square metres"})
    page.get_by_role("button", name="Copy").click()
    status = page.locator("dialog.jd-cite [role=status]")
    status.get_by_text("Copied").wait_for()
    for ending, first in (("bib", "@incollection{jinshui-2020-q-060,\n"), ("ris", "TY  - CHAP\r\n")):
        with page.expect_download() as kept:
            page.get_by_role("button", name=f".{ending}").click()
        assert kept.value.suggested_filename == f"jinshui-2020-q-060.{ending}"
        text = Path(kept.value.path()).read_bytes().decode("utf-8")
        assert text.startswith(first) and "q-060: 30万平方米 [300,000 square metres]" in text
        assert f"Downloaded jinshui-2020-q-060.{ending}" in status.inner_text()
    close(page)


def test_a_figure_is_cited_by_its_id_and_its_caption(page) -> None:
    figure = page.locator("figure[id^=fig-]").first
    name = figure.get_attribute("id")
    button = figure.get_by_role("button", name=f"Cite {name}")
    button.click()
    caption = figure.locator(".caption-text").inner_text()
    text = page.get_by_label("Citation").input_value()
    assert f"{name}：{caption[:40].strip()}" in text
    close(page)
    assert button.evaluate("(button) => button === document.activeElement")


@pytest.mark.parametrize("column", [".jd-zh", ".jd-en"])
def test_a_row_that_was_cited_gives_the_focus_back_to_its_mark(page, column: str) -> None:
    mark = page.locator(f"{column} a[data-id='q-060']").first
    mark.press("Enter")
    page.locator("#jd-answer button", has_text="cite").press("Enter")
    # The record it was asked from is gone by then.
    assert not page.locator("#jd-answer").is_visible()
    close(page)
    assert mark.evaluate("(mark) => mark === document.activeElement")


def test_nothing_is_said_of_an_address_that_is_not_set(page, site: Path) -> None:
    send(page, "q-060")
    for style in STYLES:
        page.locator(f"input[value={style}]").check()
        assert "http" not in page.get_by_label("Citation").input_value()
    close(page)
    assert "preparation" not in (site / "book/how_to_cite.html").read_text(encoding="utf-8")


def test_with_an_address_it_stands_in_every_citation_with_the_day_of_reading(
    chromium, site: Path, tmp_path: Path
) -> None:
    for name in ("_config.yml", "CITATION.cff"):
        shutil.copy2(ROOT / name, tmp_path)
    settings = yaml.safe_load((tmp_path / "_config.yml").read_text(encoding="utf-8"))
    settings["html"]["baseurl"] = f"{ADDRESS}/"
    (tmp_path / "_config.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    made = citation_templates(tmp_path, Edition.open(ROOT))
    context = chromium.new_context()
    page = context.new_page()
    # As if the site had been built with that address: the block is another before any script reads it.
    block = f"document.getElementById('jd-citations').textContent = {json.dumps(json.dumps(made))}"
    page.add_init_script(f"document.addEventListener('DOMContentLoaded', () => {{ {block}; }}, {{capture: true}})")
    page.goto((site / PAGE).as_uri())
    send(page, "q-060", label={"zh": "30万平方米", "en": ""})
    today = datetime.date.today().isoformat()
    field = page.get_by_label("Citation")
    assert field.input_value().endswith(f"（2026-11-26）[{today}]. {ADDRESS}/id/q-060.html.")
    page.locator("input[value=bibtex]").check()
    assert f"url = {{{ADDRESS}/id/q-060.html}}" in field.input_value()
    context.close()


def test_without_scripts_every_style_is_written_out(chromium, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / PAGE).as_uri())
    page.get_by_role("link", name="Cite this page").click()
    assert page.url.endswith("/book/how_to_cite.html")
    text = page.locator("article").inner_text()
    for citation in (
        "王翠. 响鼓重锤 再跨征鞍[N/OL]. 郑州晚报，2020-05-27（C04-C05）. https://zzwb.zynews.cn",
        "Wang, C. (2020, May 27).",
        "@misc{jinshui-2020,",
        "TY  - NEWS",
        "《响鼓重锤 再跨征鞍》，《郑州晚报》2020年5月27日，C04—C05版。",
    ):
        assert citation in text
    assert "⟦" not in text
    context.close()


def test_the_citation_file_is_on_the_site(site: Path) -> None:
    tree = html.parse(str(site / "book/how_to_cite.html"))
    (link,) = tree.xpath("//a[@class='jd-cff']")
    assert (site / "book" / link.get("href")).read_bytes() == (ROOT / "CITATION.cff").read_bytes()
