"""What a template asks and which answers it offers, read and not rendered."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from dr_refit.errors import Problem
from dr_refit.files import shipped as shipped_file
from dr_refit.fleet.shipped import URL
from dr_refit.fleet.template import Mirror, same_repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dr_refit.fleet.model import Template
    from dr_refit.fleet.state import StateDir

    #: What is in a file of a template; empty: there is none.
    type Read = Callable[[str], bytes]

#: Nobody waits longer for a list.
_SECONDS = 5.0


def offered(state: StateDir, template: Template) -> list[str]:
    """List the questions of a template as QUESTION=, with each answer to choose from.

    None are known of a template that was not fetched yet, but of ours.
    """
    import yaml

    mirror = Mirror(state, template, _SECONDS)
    try:
        if os.path.exists(mirror.store.folder):
            version = mirror.target(template.version)
            return [*_offered(_in_mirror(mirror, version.commit))]
        if same_repository(template.url, URL):
            return [*_offered(_shipped)]
    except (Problem, OSError, yaml.YAMLError, RecursionError):
        return []
    finally:
        mirror.store.close()
    return []


def _in_mirror(mirror: Mirror, commit: str) -> Read:
    def read(path: str) -> bytes:
        found = mirror.store.find(f"{commit}:{path}")
        return found.data if found else b""

    return read


def _shipped(path: str) -> bytes:
    with open(shipped_file(path), "rb") as file:
        return file.read()


def _offered(read: Read) -> Iterator[str]:
    questions: dict[str, Any] = {}
    for settings in _documents(read, "copier.yml"):
        questions |= {key: settings[key] for key in settings if key[0] != "_"}
    for name, question in questions.items():
        given = question if isinstance(question, dict) else {"default": question}
        # What is never asked follows from other answers.
        if given.get("when") is not False:
            yield from (f"{name}={answer}" for answer in _answers(given) or [""])


def _documents(read: Read, path: str) -> Iterator[dict[str, Any]]:
    """Yield the settings of a file, and of those that it includes, in their order."""
    import yaml

    class Loader(yaml.SafeLoader):
        """A loader that knows `!include`."""

    Loader.add_constructor(
        "!include", lambda _loader, node: [*_documents(read, str(node.value))]
    )
    for document in yaml.load_all(read(path), Loader=Loader):
        for each in document if isinstance(document, list) else [document]:
            if isinstance(each, dict):
                yield {str(key): value for key, value in each.items() if key}


def _answers(question: dict[str, Any]) -> list[str]:
    """List the answers that one may choose; none: any, or a template makes the list."""
    if question.get("type") == "bool" or isinstance(question.get("default"), bool):
        return ["true", "false"]
    choices = question.get("choices")
    if question.get("multiselect") or not isinstance(choices, (dict, list)):
        return []
    listed: Iterable[Any] = choices.values() if isinstance(choices, dict) else choices
    return [_value(choice) for choice in listed]


def _value(choice: Any) -> str:
    if isinstance(choice, dict):
        # With a validator of its own.
        return str(choice.get("value", ""))
    return str(choice[-1] if isinstance(choice, list) else choice)
