"""A change of several kinds, written down before it is made so that it can be finished.

A file is old or new at every moment. A run that dies between two of them leaves its
journal, and the next run does what is left: every step sees whether it is done.

Journals lie in the user's own folder: one that came with a foreign repository would
be a change that nobody asked for.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Literal

from dr_refit import files
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.records import NamedTuple
from dr_refit.tree.leftovers import folder, noted
from dr_refit.tree.model import Splice, digest, spliced
from dr_refit.tree.write import CHANGED, check_writable, create, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.tree.model import ChangeSet


class _Step(NamedTuple):
    """One change of one file; what stands there tells whether it is done.

    One that waits is no change: unless the file is another one now, none is made.
    """

    action: Literal["wait", "write", "add", "rename", "delete"]
    #: Relative to the root, as all paths.
    path: str
    #: The new name of a renamed file.
    target: str = ""
    #: Of the content before and after.
    digest: str = ""
    result: str = ""
    #: What is written, as splices or as a whole, in base64.
    splices: Sequence[tuple[int, int, str]] = ()
    text: str = ""


def apply(root: str, change: ChangeSet) -> dict[str, FileRefused]:
    """Make a change below a folder; nothing of it where something is in its way.

    Return why it was not made, or not to its end, by path.
    """
    steps, refused = _to_do(root, change)
    if refused:
        return refused
    _write_down(root, steps)
    return complete(root)


@contextmanager
def promised(root: str, change: ChangeSet, after: ChangeSet) -> Iterator[None]:
    """Have the next run make a change if this one dies before it is made.

    None is promised where something is in its way, or no journal can be written; and
    it is void as long as one file is not rewritten that comes before.
    """
    steps, refused = _to_do(root, change)
    if not steps or refused:
        yield
        return
    before = [_Step("wait", o.path, digest=o.digest.hex()) for o in after.rewrites]
    with suppress(OSError):
        _write_down(root, before + steps)
    yield
    with suppress(OSError):
        os.unlink(_journal(root))


def _to_do(root: str, change: ChangeSet) -> tuple[list[_Step], dict[str, FileRefused]]:
    """Return the steps of a change, and what something is in the way of."""
    steps: list[_Step] = []
    refused: dict[str, FileRefused] = {}
    for step in _steps(change):
        try:
            steps.append(_checked(root, step))
        except FileRefused as error:
            refused[step.path] = error
        except OSError as error:
            refused[step.path] = _refusal(error)
    return steps, refused


def _write_down(root: str, steps: Sequence[_Step]) -> None:
    import json

    os.makedirs(folder(), exist_ok=True)
    create(_journal(root), json.dumps([step._asdict() for step in steps]).encode())


def complete(root: str) -> dict[str, FileRefused]:
    """Finish the change of a run that died, if there is one.

    Return why files are left as they are, by path; then the journal is kept.
    """
    # Most users never have one.
    if not os.path.isdir(folder()) or not os.path.exists(journal := _journal(root)):
        return {}
    hint = f"mend this and run the command again, or give the change up: rm {journal}"
    try:
        steps = _read(journal)
    except (OSError, ValueError, TypeError, RecursionError) as error:
        return {journal: FileRefused(Code.UNREADABLE, str(error), hint=hint)}
    if any(_is_waiting(root, step) for step in steps):
        os.unlink(journal)
        return {}
    refused = {}
    with noted(os.path.join(root, step.path) for step in steps) as token:
        for step in steps:
            try:
                _do(root, step, token)
            except FileRefused as error:
                error.hint = hint
                refused[step.path] = error
            except OSError as error:
                refused[step.path] = _refusal(error)
                refused[step.path].hint = hint
    if not refused:
        os.unlink(journal)
    return refused


def _is_waiting(root: str, step: _Step) -> bool:
    """Return whether a step waits for a file that is as it was."""
    if step.action != "wait":
        return False
    with suppress(OSError):
        return digest(files.read(os.path.join(root, step.path))).hex() == step.digest
    return False


def _read(journal: str) -> list[_Step]:
    """Return the steps of a journal. Raises several errors where it is none."""
    import json

    return [_Step(**fields) for fields in json.loads(files.read(journal))]


def _journal(root: str) -> str:
    """Return where the journal of a folder is."""
    name = digest(os.fsencode(os.path.realpath(root or "."))).hex()
    return os.path.join(folder(), f"{name}.json")


def _steps(change: ChangeSet) -> Iterator[_Step]:
    """Yield the steps in an order in which each can be seen to be done."""
    for rewrite in change.rewrites:
        yield _Step(
            action="write",
            path=rewrite.path,
            digest=rewrite.digest.hex(),
            splices=[(s.start, s.end, _encoded(s.text)) for s in rewrite.splices],
        )
    for path, data in change.additions.items():
        yield _Step(action="add", path=path, text=_encoded(data))
    for path, target in change.renames.items():
        yield _Step(action="rename", path=path, target=target)
    for path in change.deletions:
        yield _Step(action="delete", path=path)


def _checked(root: str, step: _Step) -> _Step:
    """Return a step that nothing is in the way of. Raises FileRefused, OSError."""
    path = os.path.join(root, step.path)
    target = os.path.join(root, step.target) if step.action == "rename" else path
    if step.action in {"add", "rename"}:
        if step.action == "rename":
            os.stat(path)
        if os.path.lexists(target) and not _is_same(path, target):
            raise _in_the_way(step)
        _check_folder(root, os.path.dirname(step.target or step.path))
        return step
    if step.action == "write" and os.path.islink(path):
        raise FileRefused(Code.NOT_WRITTEN, "a link: put a file in its place first")
    old = files.read(path)
    if step.action == "delete":
        return step._replace(digest=digest(old).hex())
    if digest(old).hex() != step.digest:
        raise FileRefused(Code.NOT_WRITTEN, CHANGED)
    check_writable(os.stat(path))
    return step._replace(result=digest(_rewritten(step, old)).hex())


def _check_folder(root: str, path: str) -> None:
    """Raise FileRefused where a folder is not there, and cannot be made."""
    while path and not os.path.lexists(os.path.join(root, path)):
        path = os.path.dirname(path)
    if not os.path.isdir(os.path.join(root, path) or "."):
        raise FileRefused(Code.NOT_WRITTEN, f"{path} is no folder")


def _do(root: str, step: _Step, token: str) -> None:
    """Complete a step that is not done. Raises FileRefused, OSError."""
    path = os.path.join(root, step.path)
    match step.action:
        case "write":
            _write(path, step, token)
        case "add":
            data = b64decode(step.text)
            if not os.path.lexists(path):
                os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
                create(path, data, token=token)
            elif files.read(path) != data:
                raise _in_the_way(step)
        case "rename":
            target = os.path.join(root, step.target)
            if os.path.lexists(path):
                if os.path.lexists(target) and not _is_same(path, target):
                    raise _in_the_way(step)
                os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
                os.rename(path, target)
            _prune(root, step.path)
        case "delete":
            with suppress(FileNotFoundError):
                if digest(files.read(path)).hex() != step.digest:
                    raise FileRefused(Code.NOT_WRITTEN, CHANGED)
                os.unlink(path)
            _prune(root, step.path)


def _is_same(path: str, target: str) -> bool:
    """Return whether two names differ in case alone, which the disk does not mind."""
    return path != target and os.path.exists(path) and os.path.samefile(path, target)


def _in_the_way(step: _Step) -> FileRefused:
    name = step.target or step.path
    return FileRefused(Code.NOT_WRITTEN, f"{name} is there already")


def _write(path: str, step: _Step, token: str) -> None:
    try:
        old = files.read(path)
    except FileNotFoundError:
        # A later step has renamed it.
        return
    found = digest(old).hex()
    if found == step.digest:
        write(path, _rewritten(step, old), expected=old, token=token)
    elif found != step.result:
        raise FileRefused(Code.NOT_WRITTEN, CHANGED)


def _prune(root: str, path: str) -> None:
    """Remove the folders that a file has left empty, as git does."""
    folder = os.path.dirname(path)
    with suppress(OSError):
        while folder:
            os.rmdir(os.path.join(root, folder))
            folder = os.path.dirname(folder)


def _rewritten(step: _Step, old: bytes) -> bytes:
    splices = (Splice(start, end, b64decode(text)) for start, end, text in step.splices)
    return spliced(old, splices)


def _refusal(error: OSError) -> FileRefused:
    return FileRefused(Code.NOT_WRITTEN, error.strerror or str(error))


def _encoded(data: bytes) -> str:
    return b64encode(data).decode()
