"""Entries of Poetry's tables as requirements (PEP 508), and back."""

from __future__ import annotations

import re
from typing import Any

from dr_refit.manifests.names import distribution
from dr_refit.manifests.toml_values import encoded
from dr_refit.patterns import regex

_VERSION = regex(r"(\^|~(?!=)|==|!=|<=|>=|<|>|~=|)\s*(\d[\w.*+!-]*)")
_GIT = regex(r"git\+(?P<git>[^@#\s]+(?:@[^@#\s/]+/[^@#\s]+)?)(?:@(?P<rev>[^@#\s]+))?")


def requirement(name: str, value: Any) -> str:
    """Return what an entry requires; of several, the first."""
    if isinstance(value, list):
        value = value[0] if value else "*"
    if isinstance(value, str):
        return name + specifier(value)
    if not isinstance(value, dict):
        return name
    listed = value.get("extras")
    extras = ",".join(map(str, listed)) if isinstance(listed, list) else ""
    text = f"{name}[{extras}]" if extras else name
    if "git" in value:
        rev = next((value[key] for key in ("rev", "tag", "branch") if key in value), "")
        return f"{text} @ git+{value['git']}" + (f"@{rev}" if rev else "")
    if "url" in value:
        return f"{text} @ {value['url']}"
    if "path" in value:
        return f"{text} @ file:{value['path']}"
    text += specifier(str(value.get("version", "*")))
    return f"{text} ; {value['markers']}" if "markers" in value else text


def specifier(version: str) -> str:
    """Return what a version of Poetry's means, as far as PEP 508 can say it."""
    bounds = []
    for one in version.split("||", maxsplit=1)[0].split(","):
        found = _VERSION.fullmatch(one.strip())
        if found is None:
            continue
        operator, number = found[1], found[2]
        if operator in {"^", "~"}:
            bounds += [f">={number}", f"<{_next(number, operator)}"]
        else:
            bounds.append(f"{operator or '=='}{number}")
    return ",".join(bounds)


def _next(number: str, operator: str) -> str:
    """Return the first version that `^` or `~` does not let through."""
    parts = [int(part) for part in re.findall(r"\d+", number)][:3]
    if operator == "~":
        at = min(1, len(parts) - 1)
    else:
        at = next((i for i, part in enumerate(parts) if part), len(parts) - 1)
    return ".".join(map(str, [*parts[:at], parts[at] + 1]))


def value(text: str, *, optional: bool = False) -> str:
    """Return the value of an entry, as TOML."""
    from packaging.requirements import Requirement

    wanted = Requirement(text)
    fields = []
    if wanted.url and (found := _GIT.fullmatch(wanted.url)):
        fields.append(f"git = {encoded(found['git'])}")
        if found["rev"]:
            fields.append(f"rev = {encoded(found['rev'])}")
    elif wanted.url:
        fields.append(f"url = {encoded(wanted.url)}")
    else:
        bounds = re.match(r"[^;@\[]*?(?:\[[^]]*\])?\s*([<>=!~][^;]*)?(?:;|$)", text)
        version = (bounds[1] or "*").strip() if bounds else "*"
        if not wanted.extras and not wanted.marker and not optional:
            return encoded(version)
        fields.append(f"version = {encoded(version)}")
    if wanted.extras:
        extras = ", ".join(map(encoded, sorted(wanted.extras)))
        fields.append(f"extras = [{extras}]")
    if wanted.marker:
        fields.append(f"markers = {encoded(str(wanted.marker))}")
    if optional:
        fields.append("optional = true")
    return f"{{ {', '.join(fields)} }}"


def entry(text: str, *, optional: bool = False) -> str:
    """Return an entry, as TOML."""
    return f"{distribution(text)} = {value(text, optional=optional)}"
