"""`python -m tools.fleet_picture` makes the README's picture of a fleet's report."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

from dr_refit.report.html import render
from tests.support import fleets
from tests.support.browser import Browser, find_browser

ROOT = Path(__file__).parents[1]

#: The page down to the end of the drawing.
_END = """Math.max(...[...document.querySelectorAll(".picture")].map(
    drawing => drawing.getBoundingClientRect().bottom)) + 30"""
PICTURE = ROOT / "docs/fleet-status.png"


def main() -> None:
    """Draw a family with every state in it."""
    executable = find_browser()
    assert executable, "it takes a Chromium"
    with tempfile.TemporaryDirectory() as folder:
        page, profile = Path(folder) / "report.html", Path(folder) / "profile"
        profile.mkdir()
        page.write_text(render(fleets.family()), "utf-8")
        with Browser(executable, profile) as browser:
            browser.open(page.as_uri(), width=1000)
            end = browser.run(_END)
            clip = {"x": 0, "y": 0, "width": 1000, "height": end, "scale": 1}
            taken = browser.call(
                "Page.captureScreenshot", clip=clip, captureBeyondViewport=True
            )
            PICTURE.write_bytes(base64.b64decode(taken["data"]))


if __name__ == "__main__":
    main()
