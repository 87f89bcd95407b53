"""Files for job 3: a large one a move affects, one it does not, one of real code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bench.trees import HOME

if TYPE_CHECKING:
    from bench.judge import Move

HEAD = '''\
"""A generated client."""

from __future__ import annotations

import logging

from {module} import (
    ConfigError,
    {name},  # the moved one
)

log = logging.getLogger(__name__)

'''

FUNCTION = '''
def call_{number}(client, request: dict[str, int], retries: int = {retries}) -> int:
    """Send request {number}; count what came back."""
    total = 0
    for attempt in range(retries):
        try:
            answer = client.send("operation-{number}", request, attempt=attempt)
            total += sum(value for value in answer.values() if value > {retries})
        except {name} as error:
            log.warning("call %s failed: %s", {number}, error)
            if not isinstance(error, ({name}, OSError)):
                raise ConfigError(f"operation-{number}: {{error!r}}") from error
    return total

'''


def affected(move: Move) -> dict[str, Path]:
    """One file of 1 MB that uses the moved name all over."""
    module, _, name = move.old.rpartition(".")
    return _file("affected.py", size=1_000_000, module=module, name=name)


def unaffected() -> dict[str, Path]:
    """One file of 9 MB that does not mention it."""
    return _file("unaffected.py", size=9_000_000, module="other", name="OtherError")


def real() -> dict[str, Path]:
    """One file of 1 MB of real code: modules of the standard library, joined."""
    parts: list[bytes] = []
    library = Path(os.__file__).parent
    for file in sorted(library.glob("*.py")):
        text = file.read_bytes()
        # An import from __future__ may only stand on top.
        if text.isascii() and b"__future__" not in text:
            parts.append(text)
        if sum(map(len, parts)) > 1_000_000:
            break
    folder = HOME / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "real.py").write_bytes(b"\n".join(parts))
    return {"real.py": folder / "real.py"}


def _file(path: str, *, size: int, module: str, name: str) -> dict[str, Path]:
    """Write about `size` bytes of Python that uses `module.name`."""
    parts = [HEAD.format(module=module, name=name)]
    total = len(parts[0])
    while total < size:
        number = len(parts)
        parts.append(FUNCTION.format(number=number, name=name, retries=number % 7))
        total += len(parts[-1])
    folder = HOME / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text("".join(parts))
    return {path: folder / path}
