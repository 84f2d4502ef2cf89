"""Shows what the digest looks like: pictures of it, light and dark, on a desk and on a phone.

For a person to look at, so no test but a script; it needs Chromium:

    python tests/browser/digest_looks.py looks

Writes per kind of digest (an ordinary one, a concept, an update) four pictures, the HTML and the
plain text to the folder that is named, and says how large the mail is.
"""

import argparse
import sys
from base64 import b64encode
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.chromium import VIEWS, find_browser, open_browser, open_mail
from support.year_of_work import CONCEPT, ORDINARY, UPDATE, autumn_digest

from bot.digest.mail import render_digest
from bot.digest.picture import draw_timeline

KINDS = {"gewoon": ORDINARY, "concept": CONCEPT, "bijgewerkt": UPDATE}


def look(folder: Path) -> None:
    """Take every picture."""
    path = find_browser()
    if path is None:
        raise SystemExit("This needs Chromium.")
    folder.mkdir(parents=True, exist_ok=True)
    with open_browser(path) as browser:
        for kind, occasion in KINDS.items():
            digest = autumn_digest(occasion)
            mail = render_digest(digest)
            picture = b64encode(draw_timeline(digest.timeline)).decode()
            html = mail.html.replace("cid:verloop", f"data:image/png;base64,{picture}")
            (folder / f"{kind}.html").write_text(html, encoding="utf-8")
            (folder / f"{kind}.txt").write_text(mail.text, encoding="utf-8")
            sys.stdout.write(f"{kind}: {len(mail.html.encode())} bytes\n")
            for scheme, width in VIEWS:
                with open_mail(browser, html, scheme, width) as page:
                    name = f"{kind}-{scheme}-{width}.png"
                    page.screenshot(path=folder / name, full_page=True)


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description="Draw the digest, to look at.")
    reader.add_argument("folder", type=Path, help="where the pictures go")
    look(reader.parse_args().folder)
