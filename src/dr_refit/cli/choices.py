"""The options of the commands of `fleet`, each of them once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from dr_refit.cli import complete
from dr_refit.cli.options import grouped, jobs
from dr_refit.errors import RefitError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.fleet.job import RunOptions


def _found(_context: click.Context, _option: click.Parameter, file: str | None) -> str:
    from dr_refit.fleet import manifest

    return file or manifest.find()


fleet_file = click.option(
    "--file",
    metavar="FILE",
    callback=_found,
    help="Use this file (default: the nearest fleet.toml, here or in a folder above).",
)
_repos = click.option(
    "--repos",
    multiple=True,
    shell_complete=complete.repositories,
    metavar="NAME",
    help="Process only this repository (default: all); can be repeated.",
)
repo = click.argument("repo", shell_complete=complete.repositories)
_limit = click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    callback=lambda _context, _option, limit: limit or 0,
    help="Make branches in at most N repositories, in fleet.toml order.",
)
_scheduler = click.option(
    "--scheduler",
    default="",
    metavar="ADDRESS",
    help="Run on the Dask cluster at tcp://… (default: on this machine).",
)
_version = click.option(
    "--to",
    "version",
    default="",
    metavar="VERSION",
    help="Template version to use (default: the newest release).",
)


def answered(given: Sequence[str]) -> dict[str, str]:
    """Return question -> answer, as given by --data."""
    answers = {}
    for each in given:
        question, equals, answer = each.partition("=")
        if not (question and equals):
            hint = "write, for example, --data layer=project"
            raise RefitError(f"--data {each} is not QUESTION=ANSWER", hint)
        answers[question] = answer
    return answers


answers = click.option(
    "--data",
    "answers",
    multiple=True,
    shell_complete=complete.answers,
    metavar="QUESTION=ANSWER",
    help="Answer a question of the template, as for `copier copy`; can be repeated.",
)
_author = click.option(
    "--author",
    default="",
    metavar="'NAME <MAIL>'",
    help="Author and committer of the commits (default: as fleet.toml says it).",
)
_sign_off = click.option(
    "--sign-off", is_flag=True, help="End the messages of the commits in Signed-off-by."
)
_dry = click.option(
    "--dry-run", "dry", is_flag=True, help="Report what would be done; publish nothing."
)
_push = click.option(
    "--push", is_flag=True, help="Push the branches; never over somebody's commits."
)
_pull_request = click.option(
    "--pr",
    "pull_request",
    is_flag=True,
    help="Push the branches, and open pull requests with gh or glab.",
)
seconds = click.option(
    "--timeout",
    "seconds",
    type=click.FloatRange(min=1),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="Stop a render of the template, or a git command, after so many seconds.",
)


def _check_author(author: str) -> None:
    from dr_refit.fleet.shape import AUTHOR

    if not re.search(AUTHOR, author):
        hint = "write, for example, --author 'A Bot <bot@example.org>'"
        raise RefitError(f"--author {author} is no name with an address", hint)


def _run(**given: Any) -> RunOptions:
    from dr_refit.fleet.job import RunOptions

    given["answers"] = answered(given.get("answers", ()))
    if author := given.get("author"):
        _check_author(author)
    if given.get("pull_request"):
        given["push"] = True
    return RunOptions(**given)


def _look(**given: Any) -> RunOptions:
    return _run(**given, looks=True)


_made = (_push, _pull_request, _author, _sign_off, seconds)
_many = (_repos, _limit, jobs, _scheduler, _dry, *_made)
run_update = grouped("run", _run, _version, answers, *_many)
run_migrate = grouped("run", _run, *_many)
run_diff = grouped("run", _look, _version, answers, seconds)
run_resolve = grouped("run", _run, _version, answers, *_made)
run_adopt = grouped("run", _run, _version, answers, _dry, *_made)
run_heal = grouped("run", _run, _dry, *_made)
run_read = grouped("run", _run, jobs, seconds)
run_status = grouped("run", _look, _repos, jobs, seconds)
