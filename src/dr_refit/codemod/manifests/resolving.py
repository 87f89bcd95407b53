"""Requirements that clash: seen in lists alone, or by asking uv."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.errors import RefitError
from dr_refit.findings import Finding, Position
from dr_refit.manifests import pyproject, requirements, toml_values
from dr_refit.manifests.names import canonical, distribution
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.codemod.manifests.sections import Section
    from dr_refit.codemod.result import Need


class _Line(NamedTuple):
    """A requirement, and where it stands."""

    section: Section
    number: int
    text: str

    def finding(self, text: str, code: Code, message: str) -> Finding:
        line = self.section.listing.line(text, self.number)
        return Finding(code=code, message=message, position=Position(line=line))


def _lines(sections: Sequence[Section], texts: Mapping[str, str]) -> Iterator[_Line]:
    for section in sections:
        for index, one in enumerate(section.listing.texts(texts[section.path])):
            if requirements.parsed(one):
                yield _Line(section, index, one)


def between_lists(
    sections: Sequence[Section],
    texts: Mapping[str, str],
    needs: Mapping[Section, set[Need]],
) -> Iterator[tuple[str, Finding]]:
    """Yield where another list of a project lets no version through that is needed."""
    lines = [*_lines(sections, texts)]
    for section, found in needs.items():
        for need in sorted({one.requirement for one in found}):
            wanted = requirements.parsed(need)
            for line in lines:
                other = line.section
                declared = requirements.parsed(line.text)
                if (
                    wanted is None
                    or declared is None
                    or other == section
                    or other.scope != section.scope
                    or canonical(declared.name) != canonical(wanted.name)
                    or requirements.agree(declared.specifier, wanted.specifier)
                ):
                    continue
                message = f"{line.text} is declared, and the new imports need {need}"
                yield (
                    other.path,
                    line.finding(texts[other.path], Code.REQUIREMENT_CLASH, message),
                )


def unresolved(
    sections: Sequence[Section], texts: Mapping[str, str]
) -> Iterator[tuple[str, Finding]]:
    """Yield the requirements of each file that do not resolve together, as uv says."""
    from dr_refit.manifests.resolver import resolve

    projects = {
        name
        for path, text in texts.items()
        if path.endswith("pyproject.toml")
        and (name := pyproject.name_in(text.encode()))
    }
    for path in sorted({section.path for section in sections}):
        text = texts[path]
        own = [section for section in sections if section.path == path]
        lines = [*_lines([one for one in own if not one.listing.only_limits], texts)]
        limits = [one.text for one in _lines(own, texts) if one not in lines]
        local, python = set(projects), ""
        if path.endswith("pyproject.toml"):
            sources = toml_values.get(text, ("tool", "uv", "sources")) or {}
            local |= {*map(canonical, sources)}
            wanted = toml_values.get(text, ("project", "requires-python"))
            python = requirements.lowest_python(str(wanted or ""))
        try:
            done = resolve(
                [one.text for one in lines], limits=limits, local=local, python=python
            )
        except RefitError as error:
            message = f"not known whether it resolves: {error.message}"
            yield path, Finding(code=Code.REQUIREMENT_UNCHECKED, message=message)
            continue
        for line in lines:
            if line.text in done.clashing:
                others = ", ".join(one for one in done.clashing if one != line.text)
                beside = f" with {others}" if others else ""
                message = f"{line.text} does not resolve{beside}: {done.why}"
                yield path, line.finding(text, Code.REQUIREMENT_CLASH, message)
            elif (
                line.text in done.unchecked and distribution(line.text) not in projects
            ):
                message = f"{line.text} was not checked: it comes from a source"
                yield path, line.finding(text, Code.REQUIREMENT_UNCHECKED, message)
