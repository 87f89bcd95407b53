"""A progress bar on long work, on a terminal only."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as Bar

#: Seconds before a bar is shown, and between two looks at it.
_PATIENCE = 0.7
_PAUSE = 0.1


class Progress:
    """A bar that appears once the work takes long."""

    def __init__(
        self, total: int, *, shown: bool, what: str = "rewriting imports"
    ) -> None:
        self.what = what
        self.total = total
        self.shown = shown and sys.stderr.isatty()
        self.next = time.perf_counter() + _PATIENCE
        self.bar: Bar | None = None

    def __enter__(self) -> Self:
        return self

    def tick(self, done: int, last: str = "") -> None:
        """Show how many are done, and the last of them."""
        if not self.shown or time.perf_counter() < self.next:
            return
        self.next = time.perf_counter() + _PAUSE
        if self.bar is None:
            from rich.console import Console  # short work needs no bar
            from rich.progress import Progress as Bar

            # No thread of its own: processes may be forked while it is shown.
            self.bar = Bar(
                console=Console(stderr=True), transient=True, auto_refresh=False
            )
            self.bar.add_task(self.what, total=self.total)
            self.bar.start()
        what = f"{self.what}: {last}" if last else self.what
        self.bar.update(self.bar.task_ids[0], completed=done, description=what)
        self.bar.refresh()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.stop()
