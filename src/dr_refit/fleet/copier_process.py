"""Rendering a template with Copier, in a process of its own, asked line by line.

    python -I -m dr_refit.fleet.copier_process SECONDS

A template is code in a sandbox: it may loop, or fill the memory. So this process has
limits, an environment of its own, no tokens, and never trusts. It lives for many
renders, since Copier takes half a second to import and Jinja as long to compile a
template, and is killed and replaced where one misbehaves.

A question is one line of JSON: url, ref, folder (holds the answers file already),
answers_file (empty: where the template has it), defaults (answers of last resort),
beside (paths of another render; files of the project, for `_external_data`, null where
it has none; of an empty path, what time it is). The answer: version and source as
Copier names them, questions (whose answers are written; known are all, some secret, and
hidden have values too; kept are hidden ones that a person once answered; the recorded
answers to invalid ones were not accepted), answers_file, has_tasks, migrations (pairs
of a version, perhaps empty, and a command), skipped, excluded and owned (which paths,
of both renders, the template's `_skip_if_exists`, `_exclude` and `_owned` match); or
missing files, to ask again with; or an error.
"""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from dr_refit.fleet import copier_given, copier_patches
from dr_refit.fleet.copier_errors import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The variable of what chance begins with.
SEED = "FLEET_SEED"
#: Values that JSON knows.
_PLAIN = (str, int, float, bool, list, dict, type(None))
_MEMORY = 4 << 30
_FILE = 512 << 20


def main() -> None:
    """Answer requests until there are no more."""
    seconds = int(sys.argv[1])
    # Copier and templates may print what is no answer.
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    _end_with_parent()
    from copier import _main, _template  # the long import, before anyone waits

    copier_patches.apply(_main, _template)
    copier_given.trust_none(_main.Worker)
    copier_given.read_what_is_given(_main)
    for line in sys.stdin.buffer:
        _limit(seconds)
        try:
            answer = _render(**json.loads(line))
        except Exception as error:  # noqa: BLE001 - Copier raises all kinds
            answer = {"error": one_line(error)}
        if missing := copier_given.missing():
            answer = {"missing": missing}
        answers.write(json.dumps(answer, default=str).encode() + b"\n")


def _render(
    *,
    url: str,
    ref: str,
    folder: str,
    answers_file: str,
    defaults: dict[str, Any],
    beside: dict[str, Any],
) -> dict[str, Any]:
    import copier

    seed = f"{os.environ.get(SEED)} {os.path.basename(folder)}"
    copier_given.begin(seed, beside["files"])
    copy = partial(
        copier.run_copy,
        url,
        answers_file=answers_file or None,
        vcs_ref=ref,
        skip_tasks=True,
        user_defaults=defaults,
        settings=copier.Settings(),
        defaults=True,
        overwrite=True,
        quiet=True,
        cleanup_on_error=False,
    )
    recorded = _read_yaml(os.path.join(folder, answers_file)) if answers_file else {}
    worker = copy(folder)
    # Copier forgets what it does not accept.
    invalid = recorded.keys() - worker.answers.last.keys()
    kept = _given_to_hidden(worker, folder, recorded)
    answers: Any = type(worker.answers)
    copier_given.write_down_what_is_given(answers)
    if kept and (again := _copied_with(copy, kept, folder, recorded)) is not None:
        worker = again
    else:
        kept = {}
    template = worker.template
    both = {*beside["paths"], *_paths(folder)}
    hidden = {*worker.answers.hidden, *template.secret_questions}
    # Copier lets a template have settings of its own.
    owned = worker._path_matcher(template.config_data.get("owned", ()))  # noqa: SLF001
    combined = worker.answers.combined
    return {
        "version": template.commit,
        "source": template.url,
        "questions": [name for name in template.questions_data if name not in hidden],
        "known": sorted(template.questions_data),
        "secret": sorted(template.secret_questions),
        "kept": sorted(kept),
        "invalid": sorted(invalid - worker.answers.hidden),
        "hidden": {
            name: combined[name]
            for name in worker.answers.hidden
            if name in combined and isinstance(combined[name], _PLAIN)
        },
        "answers_file": str(worker.answers_relpath),
        "has_tasks": bool(template.tasks),
        "migrations": list(_migrations(template.config_data.get("migrations", ()))),
        "owned": sorted(p for p in both if owned(p)),
        "skipped": sorted(p for p in both if worker.match_skip(p)),
        "excluded": sorted(p for p in both if worker.match_exclude(p)),
    }


def _migrations(settings: Any) -> Iterator[tuple[str, str]]:
    """Yield the version and the command of each migration, in all their spellings."""
    for one in settings:
        about = one if isinstance(one, dict) else {"command": one}
        before, after = about.get("before", ()), about.get("after", ())
        for command in (*before, about.get("command"), *after):
            if isinstance(command, list):
                yield str(about.get("version", "")), " ".join(map(str, command))
            elif command:
                yield str(about.get("version", "")), str(command)


def _given_to_hidden(worker: Any, folder: str, recorded: dict[str, Any]) -> Any:
    """Return the answers that a person once gave to questions that are hidden now.

    What a template writes down of hidden questions, nobody has given.
    """
    hidden = worker.answers.hidden & recorded.keys()
    if not hidden:
        return {}
    written = _read_yaml(os.path.join(folder, worker.answers_relpath))
    values = worker.answers.combined
    return {
        name: recorded[name]
        for name in hidden - written.keys()
        if str(recorded[name]) != str(values.get(name))
    }


def _copied_with(
    copy: Any, kept: dict[str, Any], folder: str, recorded: dict[str, Any]
) -> Any:
    """Copy once more with answers to hidden questions; None: they are not valid."""
    import shutil
    import tempfile

    import yaml

    with tempfile.TemporaryDirectory() as beside:
        # It may be named in the files.
        again = os.path.join(beside, os.path.basename(folder))
        path = os.path.join(again, copy.keywords["answers_file"])
        os.makedirs(os.path.dirname(path))
        with open(path, "w", encoding="utf-8") as file:
            yaml.safe_dump(recorded, file)
        try:
            worker = copy(again, data=kept)
        except ValueError:
            return None
        shutil.rmtree(folder)
        os.rename(again, folder)
    return worker


def _read_yaml(path: str) -> dict[str, Any]:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        with open(path, "rb") as file:
            return yaml.load(file, loader) or {}  # noqa: S506 - a safe loader
    except (OSError, yaml.YAMLError):
        # Whoever asks reads it again, and says what is wrong.
        return {}


def _paths(folder: str) -> list[str]:
    return [
        os.path.relpath(os.path.join(here, name), folder)
        for here, folders, files in os.walk(folder)
        for name in (*files, *folders)
        if name in files or os.path.islink(os.path.join(here, name))
    ]


def _limit(seconds: int) -> None:
    """Limit processor time, memory and disk of the next render."""
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(usage.ru_utime + usage.ru_stime) + seconds + 1
    for kind, amount in (
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or amount < hard:
            resource.setrlimit(kind, (amount, hard))


def _end_with_parent() -> None:
    """End when the process that asks has died, even in the midst of a render."""
    import threading
    import time

    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.2)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main()
