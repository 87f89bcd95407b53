"""The formats of a report: a module and a line for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.report import github, html, json, markdown, sarif, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.report.diagnostics import Result

#: Name on the command line -> the function that returns a result in this format.
FORMATS: dict[str, Callable[[Result], str]] = {
    "text": text.render,
    "json": json.render,
    "sarif": sarif.render,
    "github": github.render,
    "html": html.render,
    "markdown": markdown.render,
}
#: How the name of a report file ends -> its format.
REPORTS = {".md": "markdown", ".html": "html", ".json": "json"}
