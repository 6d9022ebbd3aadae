"""Measure the site in Chromium beside what the plain theme makes of the same sources, in the same run.

    python benchmarks/site.py [--pages N] [--built FOLDER --plain FOLDER] [--json FILE]

Both are built from a fresh copy of the project: ours, and one without the steps that finish the written site, with
Sphinx's own search. Measured are the rules of axe-core that fail (every page, light and dark, 390 and 1280 wide),
words under the right language, what the search finds, what a first visit loads with and without a Chinese font on the
machine, how long it takes on a slow telephone, and how far the page jumps. Lighthouse is asked if it is on the PATH.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from lxml import html
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from support import CHROMIUM, SOURCES  # noqa: E402
from written import AXE, LANGUAGES, TAGS, lines_on, with_fonts  # noqa: E402

# A build with everything but the steps that finish the pages, and with Sphinx's search.
PLAIN = """
import sys
from pathlib import Path
from jiedu.book import extension
from jiedu.book.build import build_book
from jiedu.site import finish
finish.STEPS = ()
extension.replace_search = lambda app: None
extension.search_page = lambda app: ()
build_book(Path(sys.argv[1]))
"""

OWN_FRAME = re.compile(r"<(script|link)[^>]*_static/theme\.(?:js|css)\?v=[^>]*>(</script>)?")

# The height of passages at which neither column has words, in gaps higher than a line and a half.
BLANK = """() => {
  let blank = 0, whole = 0;
  for (const passage of document.querySelectorAll('.jd-passage')) {
    const box = passage.getBoundingClientRect();
    const columns = [...passage.querySelectorAll('.jd-zh, .jd-en')].map((column) => column.getBoundingClientRect());
    if (!columns.length) continue;
    const left = Math.min(...columns.map((column) => column.left));
    const right = Math.max(...columns.map((column) => column.right));
    const lines = [];
    const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim() || !node.parentElement.checkVisibility()) continue;
      const range = new Range();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) {
        const middle = (line.left + line.right) / 2;
        if (middle >= left && middle <= right) lines.push([line.top, line.bottom]);
      }
    }
    lines.sort((one, other) => one[0] - other[0]);
    let at = box.top;
    for (const [top, bottom] of [...lines, [box.bottom, box.bottom]]) {
      if (top - at > 42) blank += top - at;
      at = Math.max(at, bottom);
    }
    whole += box.height;
  }
  return [blank, whole];
}"""

SHIFT = """() => new Promise((resolve) => {
  let shift = 0, paint = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    if (!entry.hadRecentInput) shift += entry.value;
  })).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => { paint = list.getEntries().at(-1).startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true });
  const first = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
  setTimeout(() => resolve([shift, first, paint]), 200);
})"""

CHINESE = (
    "营商环境", "海外仓", "水", "跨境电商", "郑州国际金贸港", "人工智能", "楼宇经济",
    "双改", "黄河流域", "科技型中小企业", "高质量发展", "预期目标", "力争", "突破",
    "第一", "六稳", "六保", "放管服", "城镇登记失业率", "居民消费价格指数", "响鼓重锤",
    "记者", "亿元", "孵化载体", "嘉里中心", "一网通办", "老旧小区",
)  # fmt: skip
ENGLISH = ("targets", "glossary", "commentary", "business environment", "overseas warehouse", "promise")
NUMBERS = ("6.5%", "2.16%", "3%", "15%", "3,200")
IDS = ("q-001", "q-057", "q-060", "q-121", "p-104", "n-045")
SYNONYMS = {"yingshang": "营商", "營商環境": "营商环境"}
NOWHERE = ("龘", "营商龘", "zyzzyva", "6.55%", "q-999")


def build(folder: Path, plain: bool) -> Path:
    """Build the site in a fresh copy of the project; the plain one too runs its notebooks side by side."""
    folder.mkdir(parents=True)
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns(".*"))
        elif source.exists():
            shutil.copy2(source, folder / name)
    script = ["-c", PLAIN] if plain else ["-c", "import sys; from jiedu.cli import main; main(['build', sys.argv[1]])"]
    subprocess.run([sys.executable, *script, str(folder)], check=True, stdout=subprocess.DEVNULL)
    site = folder / "_build" / "html"
    if plain:
        # What the package brings for its own frame has no place on the theme's.
        for path in site.rglob("*.html"):
            text = path.read_text("utf-8")
            path.write_text(OWN_FRAME.sub("", text), "utf-8")
    return site


def pages_of(site: Path, other: Path) -> list[str]:
    """List the chapters that both sites have, in a fixed order."""
    return sorted(
        path.relative_to(site).as_posix()
        for folder in ("book", "notebooks")
        for path in (site / folder).glob("*.html")
        if (other / path.relative_to(site)).exists()
    )


class Compressing(SimpleHTTPRequestHandler):
    """Serve a folder as a server on the web does, compressed, and count what is sent."""

    protocol_version = "HTTP/1.1"
    sent: dict[str, int] = {}  # noqa: RUF012 one server runs at a time

    def do_GET(self) -> None:
        """Send a file, text compressed."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        if path.suffix in (".html", ".css", ".js", ".json", ".svg", ".xml"):
            body = gzip.compress(body, 9, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)
        self.sent[self.path] = len(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site, and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def fonts(folder: Path, chinese: bool) -> dict[str, str] | None:
    """Give the environment of a machine with or without a Chinese font; none where there is no such font."""
    found = [Path("/usr/share/fonts/truetype/dejavu")]
    if chinese:
        found.append(Path("/usr/share/fonts/opentype/noto"))
    if not all(path.is_dir() for path in found):
        return None
    folder.mkdir(exist_ok=True)
    return with_fonts(folder, found)


def axe(browser: Any, site: Path, names: list[str]) -> dict[str, Any]:
    """Count the rules that fail, and the elements at which they do, over widths and themes.

    The contrast of every word takes longest, and is measured once for each theme.
    """
    rules: Counter[str] = Counter()
    for width in (1280, 390):
        for theme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
            page = context.new_page()
            page.add_init_script(AXE_SCRIPT)
            for name in names:
                page.goto((site / name).as_uri())
                contrast = (width, theme) in ((1280, "light"), (390, "dark"))
                found = page.evaluate(AXE, [TAGS, {"color-contrast": {"enabled": contrast}}, ""])
                rules.update({rule["id"]: len(rule["nodes"]) for rule in found})
            context.close()
    return {"axe: rules that fail": len(rules), "axe: elements": sum(rules.values()), "axe: which": dict(rules)}


def languages(browser: Any, site: Path, names: list[str]) -> dict[str, Any]:
    """Give the share of words that are called what they are, over the whole of every page."""
    sums = {"zh": [0, 0], "en": [0, 0]}
    page = browser.new_page()
    blank = [0.0, 0.0]
    page.set_viewport_size({"width": 1280, "height": 900})
    for name in names:
        page.goto((site / name).as_uri())
        found = page.evaluate(LANGUAGES)
        for language, sum_ in sums.items():
            sum_[0] += found["all"][language] - len(found[language])
            sum_[1] += found["all"][language]
        blank = [one + other for one, other in zip(blank, page.evaluate(BLANK), strict=True)]
    page.close()
    shares = {f"lang: {name}": right / max(1, all_) for name, (right, all_) in sums.items()}
    return shares | {"passages: blank height": blank[0] / max(1.0, blank[1])}


def search(browser: Any, site: Path, names: list[str]) -> dict[str, Any]:
    """Ask the search from a folder, and hold the pages that it gives against the text of all pages."""
    text = {name: lines_on(site / name) for name in names}
    anchors = {name: set(html.document_fromstring((site / name).read_text("utf-8")).xpath("//@id")) for name in names}
    page = browser.new_page()

    def found(query: str) -> set[str]:
        page.goto(f"{(site / 'search.html').as_uri()}?q={query.replace('%', '%25')}")
        ready = "document.querySelector('#jd-status, #search-results .search-summary')?.textContent"
        page.wait_for_function(ready)
        links = page.evaluate(
            "[...document.querySelectorAll('#jd-results li > a, #search-results li a')]"
            ".map((link) => link.getAttribute('href'))"
        )
        return {link.partition("#")[0].partition("?")[0] for link in links} & set(names)

    def true(pattern: str) -> set[str]:
        return {name for name, all_ in text.items() if any(re.search(pattern, line, re.I) for line in all_)}

    def number(query: str) -> str:
        digits = re.escape(query.rstrip("%")).replace(",", ",?")
        return rf"(?<!\d)(?<!\d[.,]){digits}(?!\d)(?![.,]\d)" + (r"\s*(?:%|per cent)" if "%" in query else "")

    kinds: dict[str, list[tuple[str, set[str]]]] = {
        "Chinese": [(word, true(word)) for word in CHINESE],
        "English": [(word, true(rf"\b{word}\b")) for word in ENGLISH],
        "numbers": [(word, true(number(word))) for word in NUMBERS],
        "ids": [(word, {name for name in names if word in anchors[name]}) for word in IDS],
        "pinyin and traditional": [(word, true(meant)) for word, meant in SYNONYMS.items()],
        "what is nowhere": [(word, set()) for word in NOWHERE],
    }
    scores: dict[str, Any] = {}
    for kind, queries in kinds.items():
        answers = [(truth, found(query)) for query, truth in queries]
        hits = sum(len(truth & given) for truth, given in answers)
        if kind != "what is nowhere":
            scores[f"search: {kind}, recall"] = hits / max(1, sum(len(truth) for truth, _ in answers))
        if kind in ("Chinese", "numbers"):
            scores[f"search: {kind}, precision"] = hits / max(1, sum(len(given) for _, given in answers))
        if kind == "what is nowhere":
            scores["search: nothing where nothing is"] = sum(not given for _, given in answers) / len(answers)
    page.close()
    return scores


def visit(launch: Callable[..., Any], site: Path, name: str, environment: dict[str, str]) -> dict[str, float]:
    """Visit a page for the first time on a slow telephone: bytes, seconds, and how far it jumped."""
    browser = launch(env=environment)
    with served(site) as address:
        Compressing.sent = {}
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        session.send("Network.enable")
        # Slow 4G as Lighthouse has it.
        slow = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 7.5e5 / 8}
        session.send("Network.emulateNetworkConditions", slow)
        page.goto(f"{address}/{name}", wait_until="networkidle", timeout=120_000)
        page.evaluate("document.fonts.ready.then(() => true)")
        shift, first, largest = page.evaluate(SHIFT)
        sent = dict(Compressing.sent)
    browser.close()
    index = ("searchindex", "search-index", "searchtools", "language_data")
    return {
        "MB": sum(sent.values()) / 1e6,
        "requests": len(sent),
        "shift": shift,
        "first paint, s": first / 1000,
        "largest paint, s": largest / 1000,
        "search, kB": sum(size for path, size in sent.items() if any(part in path for part in index)) / 1e3,
    }


def lighthouse(site: Path, name: str) -> float | None:
    """Ask Lighthouse for its score of performance on a telephone; none where it is not installed."""
    program, chrome = shutil.which("lighthouse"), shutil.which("chromium")
    if program is None or chrome is None:
        return None
    with served(site) as address:
        command = [program, f"{address}/{name}", "--quiet", "--only-categories=performance", "--output=json"]
        command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
        done = subprocess.run(command, capture_output=True, env={**os.environ, "CHROME_PATH": chrome}, check=True)
    return float(json.loads(done.stdout)["categories"]["performance"]["score"])


def measure(playwright: Any, site: Path, names: list[str], first: list[str], folder: Path) -> dict[str, Any]:
    """Measure all of it for one site."""
    launch = partial(playwright.chromium.launch, executable_path=shutil.which("chromium"), args=list(CHROMIUM))
    browser = launch()
    found = languages(browser, site, names) | search(browser, site, names) | axe(browser, site, names)
    browser.close()
    for chinese in (False, True):
        environment = fonts(folder / f"fonts-{chinese}", chinese)
        if environment is None:
            continue
        visits = [visit(launch, site, name, environment) for name in first]
        machine = "with a Chinese font" if chinese else "without one"
        for what in visits[0]:
            found[f"first visit, {machine}: {what}"] = max(each[what] for each in visits)
    scores = [score for score in (lighthouse(site, name) for name in first) if score is not None]
    return found | ({"Lighthouse, mobile, performance": statistics.median(scores)} if scores else {})


def main() -> None:
    """Build both sites, measure them, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=0, help="measure only the first N pages")
    parser.add_argument("--built", type=Path, help="our site, built before")
    parser.add_argument("--plain", type=Path, help="the plain site, built before")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jiedu-site-") as name, sync_playwright() as playwright:
        folder = Path(name)
        ours = options.built or build(folder / "ours", plain=False)
        plain = options.plain or build(folder / "plain", plain=True)
        names = pages_of(ours, plain)[: options.pages or None]
        first = [page for page in ("notebooks/targets.html", "book/index.html", "book/facts.html") if page in names]
        found = {
            which: measure(playwright, site, names, first or names[:1], folder)
            for which, site in (("plain theme", plain), ("ours", ours))
        }
    table = Table(title=f"The site, {len(names)} pages; first visits: the worst of {len(first or names[:1])}")
    for head in ("", *found):
        table.add_column(head, justify="left" if not head else "right")
    for what in found["ours"] | found["plain theme"]:
        cells = [found[which].get(what) for which in found]
        table.add_row(what, *(_shown(cell) for cell in cells))
    Console(width=140).print(table)
    if shutil.which("lighthouse") is None:
        print("lighthouse is not on the PATH: it was not asked")
    if options.json:
        options.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.3f}"
    if isinstance(cell, dict):
        return "\n".join(f"{name} {count}" for name, count in cell.items()) or "none"
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    main()
