"""The tree in docs/template.md, drawn as an SVG."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/template.md"
PICTURE = ROOT / "docs/template-tree.svg"
_LINE, _LEFT, _NOTES, _WIDTH = 21, 16, 330, 860
_STYLE = """
  text { font: 13px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace }
  .page { fill: #fff; stroke: #d0d7de } .name { fill: #1f2328 } .note { fill: #59636e }
  .folder { fill: #0550ae; font-weight: bold } path { stroke: #8c959f; fill: none }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; stroke: #3d444d } .name { fill: #f0f6fc }
    .note { fill: #9198a1 } .folder { fill: #79c0ff } path { stroke: #656c76 }
  }
"""


def tree() -> list[tuple[int, str, str]]:
    """Read the tree of the page: depth, name (a folder's ends with /), and note."""
    page = PAGE.read_text("utf-8")
    (block,) = re.findall(r"```text\n(ft-scaling/\n.*?)```", page, re.DOTALL)
    lines = []
    for line in block.splitlines():
        branches, name, note = re.findall(r"^([│├└─ ]*)(\S+) *(.*)$", line)[0]
        lines.append((len(branches) // 4, name, note))
    return lines


def paths() -> set[str]:
    """All files of the tree."""
    found, folders = set(), list[str]()
    for depth, name, _ in tree():
        folders[depth:] = [name]
        if not name.endswith("/"):
            found.add("".join(folders[1:]))
    return found


def svg() -> str:
    """Draw the tree: folders bold, a line from each to what is in it."""
    lines = tree()
    height = _LINE * len(lines) + 2 * _LEFT
    drawn = []
    last = dict[int, int]()  # depth -> where its folder stands
    for number, (depth, name, note) in enumerate(lines):
        x, y = _LEFT + 20 * depth, _LEFT + _LINE * number + 14
        last[depth] = y
        if depth:
            drawn.append(f'<path d="M{x - 14} {last[depth - 1] + 6}V{y - 4}h10"/>')
        kind = "folder" if name.endswith("/") else "name"
        drawn.append(f'<text class="{kind}" x="{x}" y="{y}">{escape(name)}</text>')
        drawn.append(f'<text class="note" x="{_NOTES}" y="{y}">{escape(note)}</text>')
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}">',
            "<title>What the template generates for ft-scaling</title>",
            f"<style>{_STYLE}</style>",
            f'<rect class="page" width="{_WIDTH}" height="{height}" rx="6"/>',
            *drawn,
            "</svg>\n",
        ]
    )
