"""A diff on a terminal."""

from __future__ import annotations

from dr_refit.report.diff import colored, harmless

DIFF = """\
--- a.py
+++ a.py
@@ -1,2 +1,2 @@
 kept
-old
+new
\\ No newline at end of file"""


def test_lines_are_coloured_by_their_kind() -> None:
    bold, green, red, cyan, off = (f"\x1b[{code}m" for code in (1, 32, 31, 36, 0))
    assert colored(DIFF) == (
        f"{bold}--- a.py\n{off}{bold}+++ a.py\n{off}{cyan}@@ -1,2 +1,2 @@\n{off}"
        f" kept\n{off}{red}-old\n{off}{green}+new\n{off}"
        f"\\ No newline at end of file{off}"
    )
    assert colored("") == ""


def test_a_file_cannot_speak_to_the_terminal() -> None:
    assert harmless(DIFF) == DIFF
    assert harmless("+\tx\x1b[2J\u202ey\r\n") == "+\tx\\x1b[2J\\u202ey\\r\n"
