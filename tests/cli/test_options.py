"""What is true of every option of every command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest

from dr_refit.cli import codemod, fleet

if TYPE_CHECKING:
    from collections.abc import Iterator


def options() -> Iterator[tuple[str, click.Option]]:
    for program, group in {"codemod": codemod.main, "fleet": fleet.main}.items():
        for name, command in group.commands.items():
            for parameter in command.params:
                if isinstance(parameter, click.Option):
                    yield f"{program} {name} {parameter.opts[0]}", parameter


OPTIONS = dict(options())


def test_there_are_options() -> None:
    assert len(OPTIONS) > 20


@pytest.mark.parametrize("option", OPTIONS.values(), ids=OPTIONS)
def test_the_help_of_an_option_is_a_sentence(option: click.Option) -> None:
    assert option.help is not None
    assert re.fullmatch(r"[A-Z][a-z]+ [^\n]+\.", option.help)


@pytest.mark.parametrize("option", OPTIONS.values(), ids=OPTIONS)
def test_what_an_option_does_alone_is_in_its_help(option: click.Option) -> None:
    """A default that is not plainly nothing."""
    told = option.show_default or "(default: " in (option.help or "")
    default = option.to_info_dict()["default"]
    assert told or option.is_flag or option.multiple or default in {None, ""}
