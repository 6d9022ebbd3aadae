"""Printing with Chromium: a document and the files of its site in, a PDF out, without a network."""

import contextlib
import mimetypes
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from jiedu.errors import Fault
from jiedu.language import tell
from jiedu.paper.faces import FACES, printed_face

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The programs that print, as systems call them."""

BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""How a browser starts that asks the network for nothing of its own; the tests start theirs so too."""

# A host that is nowhere: what is asked of it is answered from the folder, and nothing else is answered at all.
_HOST = "http://paper.invalid/"
_MINUTES = 10 * 60 * 1000


def find_chromium() -> str:
    """Find Chromium on this machine; none is a Fault that names the package of Debian."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise Fault(tell("no Chromium was found, which prints the book: on Debian, apt-get install chromium"))


@contextlib.contextmanager
def page_to_print(text: str, folder: Path) -> Iterator["Page"]:
    """Open a document in Chromium as it will be printed, with the files of a site's folder beside it."""
    from playwright.sync_api import Error, sync_playwright

    program = find_chromium()
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=program, args=[*BROWSER_ARGUMENTS, "--font-render-hinting=none"]
            )
        except Error as error:
            raise Fault(
                tell("{program}: does not start: {said}", program=program, said=error.message.splitlines()[0])
            ) from None
        try:
            # Text that a dark system would turn white stays black; the width is that of the text on A4.
            page = browser.new_page(color_scheme="light", viewport={"width": 643, "height": 900})
            page.set_default_timeout(_MINUTES)
            page.route("**/*", _answers(text, folder))
            page.emulate_media(media="print", color_scheme="light")
            page.goto(_HOST, wait_until="load")
            page.evaluate("() => document.fonts.ready.then(() => true)")
            yield page
        finally:
            browser.close()


def _answers(text: str, folder: Path) -> Callable[["Route"], None]:
    """Answer what the document asks for: itself, the faces of the package, the files of its site."""
    characters = set(text)

    def answer(route: "Route") -> None:
        address = route.request.url
        path = unquote(urlsplit(address).path).lstrip("/")
        if address.startswith(_HOST) and not path:
            route.fulfill(body=text, content_type="text/html; charset=utf-8")
            return
        face = FACES / f"{path.removeprefix('faces/')}.otf"
        if path.startswith("faces/") and face.parent == FACES and face.is_file():
            route.fulfill(body=printed_face(face, characters), content_type="font/ttf")
            return
        file = (folder / path).resolve()
        if address.startswith(_HOST) and file.is_relative_to(folder.resolve()) and file.is_file():
            route.fulfill(path=file, content_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        else:
            route.abort()

    return answer


def as_pdf(page: "Page", tagged: bool = True) -> bytes:
    """Print the document as it stands, with its own sizes of paper; without tags it takes less time."""
    return page.pdf(prefer_css_page_size=True, tagged=tagged, outline=False, print_background=True)
