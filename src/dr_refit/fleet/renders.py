"""Versions of a template rendered for projects, and remembered in the store."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from dr_refit.fleet import answers as answers_file
from dr_refit.fleet import stored
from dr_refit.fleet.copier_client import (
    Beside,
    MissingFiles,
    RenderError,
    RenderTooLarge,
    installed_copier,
)
from dr_refit.fleet.copier_given import NOW
from dr_refit.fleet.paths import check_paths
from dr_refit.fleet.stopped import JobStopped
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dr_refit.fleet.answers import Answers
    from dr_refit.fleet.copier_client import Answer, Renderer
    from dr_refit.fleet.template import Mirror, Version
    from dr_refit.git.objects import Entry
    from dr_refit.git.store import Store

#: Part of every key: raise it where the same question would be answered otherwise.
_FORMAT = 6
#: More of a file of a project no template reads.
_LARGEST = 1 << 20
#: What Copier says of a question without a default that nobody has answered, or with
#: one that is not valid.
_UNANSWERED = regex(r'Question ".*" is required|Validation error for question .*')


@dataclass(frozen=True, kw_only=True, slots=True)
class Render:
    """A version of the template, rendered for one project."""

    tree: str
    entries: Mapping[str, Entry]
    #: Of its paths and those asked for: what `_skip_if_exists`, `_exclude` and
    #: `_owned` of the template match.
    skipped: frozenset[str]
    excluded: frozenset[str]
    owned: frozenset[str]
    #: The questions that were asked, those that there are, and the secret ones.
    questions: tuple[str, ...]
    known: frozenset[str]
    secret: frozenset[str]
    #: Questions that are not asked any more, whose answers are kept.
    kept: tuple[str, ...]
    #: Questions whose recorded answers are not valid.
    invalid: frozenset[str]
    #: Questions that were not asked -> their values all the same.
    hidden: Mapping[str, Any]
    #: The path of the answers file, and the version in it.
    answers: str
    version: str
    #: Whether the template has tasks, which were not run.
    has_tasks: bool
    #: Versions, perhaps empty, and what it would run to bring a project to them.
    migrations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """The project that a template is rendered for."""

    name: str
    answers: Answers
    #: Answers of last resort.
    defaults: Mapping[str, Any]
    #: Its files, where there are any: of these, attributes of git's matter.
    entries: Mapping[str, Entry] = field(default_factory=dict)
    #: The object in the store of a file that the template reads (`_external_data`);
    #: empty: it has none of that path. Of NOW, what time it is.
    find: Callable[[str], str] = lambda _path: ""


def found_in(store: Store, commit: Callable[[], str]) -> Callable[[str], str]:
    """Return how a project finds what a template reads of it, as of a commit."""

    def find(path: str) -> str:
        if path != NOW:
            return store.file(f"{commit()}:{path}")
        made = store.find_commit(commit())
        return str(made.time) if made else ""

    return find


class RenderCache:
    """The renders of one template."""

    def __init__(self, store: Store, mirror: Mirror, renderer: Renderer) -> None:
        self._store = store
        self._mirror = mirror
        self._renderer = renderer
        #: Commits of versions whose renders are too large: once is enough.
        self._too_large: dict[str, RenderTooLarge] = {}

    def get(
        self,
        version: Version,
        project: Project,
        scratch: str,
        *,
        beside: Render | None = None,
    ) -> Render:
        """Render a version for a project, or remember it; stop where that fails.

        `beside` is a render whose paths are matched against this version's settings.
        """
        index = os.path.join(scratch, "index")
        ref = f"refs/renders/{self._key(version, project, beside)}"
        if (known := self._known(ref, project)) is not None:
            return known
        folder = os.path.join(scratch, "render", project.name)
        read: dict[str, str] = {}
        answer = self._rendered(version, project, folder, beside, read)
        check_paths(folder)
        self._check_answers(folder, version, answer)
        tree = self._store.tree_of_folder(folder)
        if stored.attributes(self._store.entries(tree)):
            tree = self._store.added_tree(folder, index)
        if attributes := stored.attributes(project.entries):
            tree = self._with_attributes(tree, folder, attributes, index)
        about = {
            **answer.about,
            "answers": answer.answers_file,
            "version": version.name,
            "read": read,
        }
        self._store.set_ref(ref, self._store.commit(tree, message=json.dumps(about)))
        known = self._known(ref, project)
        assert known is not None
        return known

    def _with_attributes(
        self, tree: str, folder: str, ours: Mapping[str, Entry], index: str
    ) -> str:
        """Return the tree that `git add` would make in a project with attributes.

        The files of attributes themselves are as they were rendered.
        """
        store = self._store
        own = stored.attributes(store.entries(tree))
        for path, entry in ours.items():
            to = os.path.join(folder, path)
            if own.get(path) != entry and os.path.isdir(os.path.dirname(to)):
                with open(to, "wb") as file:
                    file.write(store.content(entry.oid))
        added = store.added_tree(folder, index)
        entries = store.entries(added)
        filtered = stored.filters(store, added, entries, index)
        changes: dict[str, Entry | None] = {
            path: entries[path]._replace(
                oid=store.blob(stored.pointer(store.content(entries[path].oid)))
            )
            for path, name in filtered.items()
            if name == "lfs" and entries[path].mode.startswith("100")
        }
        changes |= {path: own.get(path) for path in ours if path in entries}
        return store.changed_tree(added, changes, index)

    def _rendered(
        self,
        version: Version,
        project: Project,
        folder: str,
        beside: Render | None,
        read: dict[str, str],
    ) -> Answer:
        """Render into a folder; add to `read` what it reads of the project."""
        defaults = dict(project.defaults)
        if not project.answers.path:
            # The template says where the file is to be.
            defaults.update(project.answers.values)
        _begin(folder, project.answers)
        try:
            if (known := self._too_large.get(version.commit)) is not None:
                raise known
            return self._renderer.render(
                self._mirror.url,
                self._ref(version),
                folder,
                answers_file=project.answers.path,
                defaults=defaults,
                beside=Beside(
                    [*beside.entries] if beside else (),
                    {path: self._text(path, read[path]) for path in read},
                ),
            )
        except MissingFiles as missing:
            read.update({path: project.find(path) for path in missing.paths})
            return self._rendered(version, project, folder, beside, read)
        except RenderError as error:
            message = f"{version.name}: {error.message}"
            if isinstance(error, RenderTooLarge):
                self._too_large[version.commit] = error
            if _UNANSWERED.fullmatch(error.message):
                where = f"under answers of {project.name} in fleet.toml, or --data"
                raise JobStopped("blocked", message, f"answer it {where}") from error
            raise JobStopped("failed", message) from error

    def _text(self, path: str, oid: str) -> str | None:
        """Return a file of a project, or what time it is; None: there is none."""
        if not oid or path == NOW:
            return oid or None
        data = self._store.content(oid)
        if len(data) > _LARGEST:
            raise JobStopped("failed", f"{path} is larger than {_LARGEST:,} bytes")
        return data.decode(errors="replace")

    def _known(self, ref: str, project: Project) -> Render | None:
        commit = self._store.find_commit(ref)
        if commit is None:
            return None
        about = json.loads(commit.message)
        if any(project.find(path) != oid for path, oid in about.pop("read").items()):
            return None
        return Render(
            tree=commit.tree,
            entries=self._store.entries(commit.tree),
            skipped=frozenset(about.pop("skipped")),
            excluded=frozenset(about.pop("excluded")),
            owned=frozenset(about.pop("owned")),
            questions=tuple(about.pop("questions")),
            known=frozenset(about.pop("known")),
            secret=frozenset(about.pop("secret")),
            kept=tuple(about.pop("kept")),
            invalid=frozenset(about.pop("invalid")),
            migrations=tuple((of, what) for of, what in about.pop("migrations")),
            **about,
        )

    def _ref(self, version: Version) -> str:
        """Return what names a version to Copier: its tag may have moved since."""
        now = self._mirror.find(version.name)
        return version.name if now == version else version.commit

    def _key(self, version: Version, project: Project, beside: Render | None) -> str:
        parts = (
            _FORMAT,
            installed_copier(),
            self._mirror.url,
            version.name,
            version.commit,
            project.name,
            project.answers.path,
            project.answers.canonical,
            dict(project.defaults),
            beside.tree if beside else "",
            stored.attributes(project.entries),
        )
        written = json.dumps(parts, sort_keys=True, default=str)
        return sha256(written.encode()).hexdigest()

    def _check_answers(self, folder: str, version: Version, answer: Answer) -> None:
        """Stop where the render speaks of another template, or of another version."""
        url, path = self._mirror.url, os.path.join(folder, answer.answers_file)
        if not answer.version:
            message = f"Copier takes {url} for a plain folder: write git+{url}"
            raise JobStopped("failed", message)
        try:
            with open(path, "rb") as file:
                written = answers_file.read(os.path.basename(path), file.read())
        except OSError:
            message = f"{version.name} of the template writes no answers file"
            raise JobStopped("failed", message) from None
        found = self._mirror.find(written.version)
        if written.source != url or found is None or found.commit != version.commit:
            raise JobStopped(
                "failed",
                f"{version.name} of the template writes into the answers file that it"
                f" is {written.version} of {written.source}",
            )


def _begin(folder: str, answers: Answers) -> None:
    """Empty the folder of a render, but for the answers file."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    if answers.path and answers.data:
        path = os.path.join(folder, answers.path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(answers.data)
