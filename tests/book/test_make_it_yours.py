"""The page *Make it yours*: what it shows is put into a small book, which is then as the page says."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from lxml import html
from PIL import Image
from support import ROOT, write_book

from jiedu.book.build import build_book
from jiedu.display.html import STYLE
from jiedu.site.launch import launching_of

PAGE = (ROOT / "book" / "make_it_yours.md").read_text(encoding="utf-8")
PASSAGES = (STYLE / "passage.css").read_text(encoding="utf-8")
ADDRESS = "https://example.github.io/heyang-2025"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def merged(settings: dict, more: dict) -> dict:
    """Put one mapping into another, group by group."""
    for key, value in more.items():
        settings[key] = merged(settings.get(key) or {}, value) if isinstance(value, dict) else value
    return settings


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small book with every setting that the page shows, but a policy of its own."""
    root = write_book(tmp_path_factory.mktemp("own") / "book")
    config = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    for block in blocks("yaml"):
        if "jiedu_policy" not in block:
            merged(config, yaml.safe_load(block))
    (root / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    for name, colour in ((config["logo"], "#123456"), (config["html"]["favicon"], "#654321")):
        Image.new("RGB", (64, 32), colour).save(root / name)
    (root / "_static").mkdir()
    (css,) = blocks("css")
    (root / "_static" / "custom.css").write_text(css, encoding="utf-8")
    (root / "_static" / "custom.js").write_text("document.documentElement.dataset.own = 'yes';\n", encoding="utf-8")
    for name in ("LICENSE", "environment.yml"):
        shutil.copy(ROOT / name, root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jiedu.book.build._checked", lambda root: None)
        build_book(root)
    return root / "_build" / "html"


def front(site: Path) -> html.HtmlElement:
    return html.document_fromstring((site / "book" / "index.html").read_bytes())


def test_the_name_is_that_of_the_settings(own: Path) -> None:
    (named, *_) = (yaml.safe_load(block) for block in blocks("yaml") if "title:" in block)
    chapter = html.document_fromstring((own / "notebooks" / "one.html").read_bytes())
    assert chapter.findtext("head/title") == f"One — {named['title']}"
    (foot,) = chapter.xpath("//p[@class='jd-foot']")
    said = foot.text_content()
    assert said.startswith(f"© {named['copyright']} {named['author']}") and "MIT License" in said


def test_logo_and_icon_are_shown(own: Path) -> None:
    page = front(own)
    logos = {(own / "book" / way).resolve() for way in page.xpath("//a[contains(@class, 'navbar-brand')]//img/@src")}
    assert {Image.open(path).getpixel((0, 0)) for path in logos} == {(0x12, 0x34, 0x56)}
    (icon,) = page.xpath("//link[@rel='icon']/@href")
    assert Image.open(own / "book" / icon).getpixel((0, 0)) == (0x65, 0x43, 0x21)
    (shown,) = html.document_fromstring((own / "404.html").read_bytes()).xpath("//img/@src")
    assert Path(shown).name == Path(icon).name


def test_what_the_foot_is_given_stands_below_the_licences(own: Path) -> None:
    (footer,) = front(own).xpath("//footer[contains(@class, 'bd-footer-content')]")
    said = " ".join(footer.text_content().split())
    assert said.index("MIT License") < said.index("Set by the county archive. Its catalogue.")


def test_buttons_lead_to_the_repository(own: Path) -> None:
    ways = front(own).xpath("//header//a/@href | //div[contains(@class, 'article-header-buttons')]//a/@href")
    repository = "https://github.com/example/heyang-2025"
    assert repository in ways
    assert any(way.startswith(f"{repository}/issues") for way in ways)


def test_the_address_follows_from_the_repository(own: Path) -> None:
    assert front(own).xpath("//link[@rel='canonical']/@href") == [f"{ADDRESS}/book/index.html"]
    assert f"{ADDRESS}/book/index.html" in (own / "sitemap.xml").read_text(encoding="utf-8")
    assert (own / ".nojekyll").is_file()
    assert 'href="/heyang-2025/book/index.html"' in (own / "404.html").read_text(encoding="utf-8")


LAUNCHED = {
    "https://mybinder.org/v2/gh/example/heyang-2025/main?labpath=notebooks%2F{}.ipynb",
    "https://colab.research.google.com/github/example/heyang-2025/blob/main/notebooks/{}.ipynb",
}


def launching(page: Path) -> list[str]:
    return html.document_fromstring(page.read_bytes()).xpath("//details[@class='jd-launch']//a/@href")


def test_notebooks_lead_to_binder_and_colab_and_other_pages_do_not(own: Path) -> None:
    for name in ("one", "two"):
        assert set(launching(own / "notebooks" / f"{name}.html")) == {way.format(name) for way in LAUNCHED}
    assert launching(own / "book" / "index.html") == launching(own / "index.html") == []
    (cell,) = html.document_fromstring((own / "notebooks" / "one.html").read_bytes()).xpath(
        "//details[@class='jd-launch']/pre"
    )
    assert cell.text_content().splitlines() == [
        "!git clone --depth 1 --branch main https://github.com/example/heyang-2025",
        "%cd heyang-2025/notebooks",
        '%pip install -q "..[notebooks]"',
    ]


@pytest.mark.slow
def test_without_an_address_no_page_leads_to_them(site: Path) -> None:
    pages = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    assert len(pages) > 20 and [path for path in pages if launching(path)] == []


@pytest.mark.parametrize(
    ("settings", "environment", "wanted"),
    [
        ({"url": "https://github.com/o/r", "branch": "a/b", "path_to_book": "x"}, "- jiedu", ("a/b", "x", "jiedu[")),
        ({"url": "https://github.com/o/r.git"}, "- -e .", ("main", "", "..[notebooks]")),
        ({"url": "https://github.com/o/r", "path_to_book": "books/a"}, "- -e .", ("main", "books/a", "..[notebooks]")),
        ({"url": "https://github.com/o/r"}, None, None),
        ({"url": "https://example.org/o/r"}, '- "-e ."', None),
        ({"url": ""}, '- "-e ."', None),
    ],
)
def test_where_a_notebook_can_be_started(
    tmp_path: Path, settings: dict, environment: str | None, wanted: tuple[str, str, str] | None
) -> None:
    (tmp_path / "_config.yml").write_text(yaml.safe_dump({"repository": settings}), encoding="utf-8")
    if environment is not None:
        (tmp_path / "environment.yml").write_text(environment, encoding="utf-8")
    found = launching_of(tmp_path)
    if wanted is None:
        assert found is None
    else:
        assert found is not None and (found.branch, found.folder) == wanted[:2]
        assert found.package.startswith(wanted[2])


def test_the_files_that_the_page_names_are_made() -> None:
    """By `jiedu new` and in this repository."""
    templates = ROOT / "src" / "jiedu" / "project" / "templates"
    assert (templates / "pages.yml").is_file() and (ROOT / ".github" / "workflows" / "release.yml").is_file()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_of_the_project_have_the_last_word(own: Path, chromium, theme: str) -> None:
    (css,) = blocks("css")
    (rules,) = re.findall(rf'data-theme="{theme}"\] \{{(.*?)\}}', css, re.DOTALL)
    wanted = dict(re.findall(r"(--[\w-]+): (#\w+);", rules))
    # What no rule of this small book asks for is not in its sheet: it has no passage.
    own_names = {name for name in wanted if name.startswith("--jd-")}
    assert own_names and all(f"var({name}" in PASSAGES for name in own_names)
    wanted = {name: colour for name, colour in wanted.items() if name not in own_names}
    assert len(wanted) == 2
    context = chromium.new_context(color_scheme=theme)
    page = context.new_page()
    page.goto((own / "book" / "index.html").as_uri())
    style = "getComputedStyle(document.documentElement)"
    assert {name: page.evaluate(f"{style}.getPropertyValue('{name}').trim()") for name in wanted} == wanted
    assert page.evaluate("document.documentElement.dataset.own") == "yes", "a script of the project runs"
    channels = [int(wanted["--pst-color-link"][at : at + 2], 16) for at in (1, 3, 5)]
    link = page.locator("article p a").first
    assert link.evaluate("element => getComputedStyle(element).color") == f"rgb({', '.join(map(str, channels))})"
    context.close()
