"""The browser in which mails are looked at: the machine's own Chromium, driven by Playwright.

Playwright's own browsers are a download of hundreds of megabytes; Debian's is kept up to date by
Debian. It starts without its errands to the outside.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDTHS = (1200, 375)  # a desk, a phone
VIEWS = tuple(product(("light", "dark"), WIDTHS))


def find_browser() -> str | None:
    """Give the path of a Chromium on this machine, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def open_browser(path: str) -> Iterator[Browser]:
    """Start the browser with an empty profile; it stops at the end."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_mail(browser: Browser, html: str, scheme: str, width: int) -> Iterator[Page]:
    """Show a mail. scheme: "light" or "dark". width: of the window, in pixels."""
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    try:
        page.set_content(html)
        yield page
    finally:
        page.close()
