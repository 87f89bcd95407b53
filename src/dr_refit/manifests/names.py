"""Names of distributions, as they are compared, and of what is not installed."""

from __future__ import annotations

import re

from dr_refit.patterns import regex

_NAME = regex(r"\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)")
#: -e file:///${PROJECT_ROOT}/../name#egg=name
_EGG = regex(r"\s*-e\s.*[#&]egg=([\w.-]+)")
#: Extras, groups, files and folders of those who work on a project.
_TESTS = regex(
    r"(?:.*[-_.])?(?:dev|develop|developer|development|tests?|testing|lint|ci|docs?"
    r"|typing|release|bench|benchmarks?|benchmarking|examples?)"
    r"(?:[-_.].*)?"
)


def canonical(name: str) -> str:
    """Return the one spelling of a distribution's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def spelled(name: str) -> str:
    """Return a pattern of all spellings of a name, in lower case."""
    return "[-_.]+".join(map(re.escape, canonical(name).split("-")))


def distribution(requirement: str) -> str:
    """Return the distribution that a requirement names, in its one spelling."""
    found = _NAME.match(requirement) or _EGG.match(requirement)
    return canonical(found[1]) if found else ""


def of_tests(name: str) -> bool:
    """Return whether a name speaks of tests, docs and the like."""
    return _TESTS.fullmatch(name.lower()) is not None
