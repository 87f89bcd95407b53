"""Rendering: the same files whether hastened or not, each distinct set only once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dr_refit.fleet import copier_client, copier_patches
from dr_refit.fleet.copier_client import Renderer, RenderError, RenderTooLarge
from tests.support.family import ANSWERS, Family, change, commit, files
from tests.support.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
BLOCK = "{% if name %}\n  {{ name }}\n{% endif %}\n"
#: All of Jinja that a sandbox lets through and a cache of compiled templates could mix.
SYNTAX = {
    "copier.yml": (
        "_subdirectory: files\nname: {type: str, default: x}\n"
        "_exclude: ['{{ name }}.tmp', out]\n_skip_if_exists: [once.txt]\n"
        "upper: {type: str, default: '{{ name | upper }}', when: false}\n"
        "_envops: {trim_blocks: true, lstrip_blocks: true}\n"
    ),
    "files/{{ name }}/{{ upper }}.txt.jinja": BLOCK,
    "files/same.txt.jinja": BLOCK,
    "files/{% if name == 'x' %}only-x.txt{% endif %}.jinja": "{{ upper }}\n",
    "files/{% yield n from [1, 2] %}{{ n }}{% endyield %}.txt.jinja": "{{ n }}\n",
    "files/run.sh": "#!/bin/sh\n",
    "files/raw.jinja": "{% raw %}{{ name }}{% endraw %}\n",
    # What is rendered to one path twice, and what to none.
    "files/twice.txt": "plain\n",
    "files/{{ 'twice' }}.txt.jinja": "{{ name }}\n",
    "files/once.txt": "plain\n",
    "files/{{ 'once' }}.txt.jinja": "{{ name }}\n",
    "files/beside.txt": "plain\n",
    "files/beside.txt.jinja": "{{ name }}\n",
    "files/x.tmp": "x\n",
    "files/y.tmp": "y\n",
    "files/out/z.txt": "z\n",
    "files/{% if name == 'x' %}deep{% endif %}/er/{{ name }}.txt": "x\n",
    "files/here/{{ '..' }}/there.txt": "x\n",
}
LOOP = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
#: Write down each version that is to be rendered; the second one is too large.
NOTED = """\
from dr_refit.fleet.copier_client import Renderer, RenderTooLarge
render = Renderer.render
def noted(self, url, ref, *arguments, **options):
    with open("asked", "a") as file:
        print(ref, file=file)
    if ref == "v1.1.0":
        raise RenderTooLarge("does the template loop?")
    return render(self, url, ref, *arguments, **options)
Renderer.render = noted
"""
PLAIN = """\
import json, sys
from dr_refit.fleet import copier_process as render
for question in json.load(sys.stdin):
    answer = render._render(**question)
    print(json.dumps(answer))
"""


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Read every file, and its mode."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def renderer(tmp_path: Path) -> Iterator[Renderer]:
    """Return a renderer that has little patience."""
    renderer = Renderer(str(tmp_path / "renderer"), {}, 20)
    yield renderer
    renderer.close()


def test_the_patches_were_checked_against_this_copier() -> None:
    assert installed("copier") == copier_patches.CHECKED_AGAINST


def test_hastened_renders_are_the_same(
    family: Family, renderer: Renderer, tmp_path: Path
) -> None:
    other = str(SYNTAX["copier.yml"]).replace("trim_blocks: true, ", "")
    family.make_template(SYNTAX, {"copier.yml": other})
    (family.template.path / "files" / "run.sh").chmod(0o755)
    commit(family.template)
    family.template.git("tag", "v1.2.0")
    (family.template.path / "files" / "link.sh").symlink_to("run.sh")
    commit(family.template)
    family.template.git("tag", "v1.3.0")
    asked: list[dict[str, Any]] = []
    answers = []
    for turn in range(2):
        for version in ("v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0"):
            for name in ("x", "y"):
                place = f"{turn}/{version}/{name}"
                for kind in ("fast", "plain"):
                    folder = tmp_path / kind / place
                    folder.mkdir(parents=True)
                    (folder / ANSWERS).write_text(f"name: {name}\n")
                answer = renderer.render(
                    family.url,
                    version,
                    str(tmp_path / "fast" / place),
                    answers_file=ANSWERS,
                    defaults={},
                )
                answers.append(answer)
                asked.append(
                    {
                        "url": family.url,
                        "ref": version,
                        "folder": str(tmp_path / "plain" / place),
                        "answers_file": ANSWERS,
                        "defaults": {},
                        "beside": {"paths": [], "files": {}},
                    }
                )
    done = Folder(tmp_path).python(PLAIN, stdin=json.dumps(asked).encode())
    assert done.code == 0, done.err
    assert tree(tmp_path / "fast") == tree(tmp_path / "plain")
    assert len(tree(tmp_path / "fast")) > 20 * 8
    for line, answer in zip(done.out.splitlines(), answers, strict=True):
        assert json.loads(line) == {
            **answer.about,
            "version": answer.version,
            "source": answer.source,
            "answers_file": answer.answers_file,
        }


def test_a_render_is_done_once(family: Family) -> None:
    family.make_template({"files/a.txt": "a\n"}, {"files/a.txt": "b\n"})
    family.project("project")
    family.fleet("update", "--dry-run")
    store = family.root / ".fleet" / "store.git"
    before = sorted(path.name for path in (store / "refs" / "renders").iterdir())
    assert len(before) == 2
    # Nothing is rendered any more: without Copier it goes on.
    done = Folder(family.root).python(
        "from dr_refit.fleet import copier_client as renderer\n"
        "renderer.Renderer._start = None\n"
        "from dr_refit.cli.fleet import main\nmain()",
        "update",
    )
    assert done.code == 0, done.err
    assert "created" in done.err


def test_a_renderer_ends_with_whoever_asked(family: Family, tmp_path: Path) -> None:
    loop = (
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    )
    family.make_template({"files/x.jinja": loop})
    (tmp_path / "out").mkdir()
    code = (
        "import sys\nfrom dr_refit.fleet.copier_client import Renderer\n"
        f"Renderer({str(tmp_path / 'renderer')!r}, {{}}, 60).render({family.url!r},"
        f" 'v1.0.0', {str(tmp_path / 'out')!r}, answers_file='a.yml', defaults={{}})\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path)
    while not _in(tmp_path / "renderer"):
        time.sleep(0.05)
    time.sleep(1)
    process.kill()
    process.wait()
    late = time.monotonic() + 10
    while _in(tmp_path / "renderer") and time.monotonic() < late:
        time.sleep(0.1)
    assert _in(tmp_path / "renderer") == []


def _in(folder: Path) -> list[str]:
    """List the processes at work in a folder."""
    found = []
    for process in os.listdir("/proc"):
        try:
            here = os.readlink(f"/proc/{process}/cwd")
        except OSError:
            continue
        if here == str(folder):
            found.append(process)
    return found


def test_a_renderer_is_replaced(family: Family, tmp_path: Path) -> None:
    family.make_template({"files/a.txt": "a\n"}, {"files/x.jinja": LOOP})
    renderer = Renderer(str(tmp_path / "renderer"), {}, 5)
    for version, good in (("v1.0.0", True), ("v1.1.0", False), ("v1.0.0", True)):
        folder = tmp_path / "out"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        ask = (family.url, version, str(folder))
        if good:
            renderer.render(*ask, answers_file=ANSWERS, defaults={})
            assert (folder / "a.txt").read_text() == "a\n"
        else:
            with pytest.raises(RenderTooLarge, match="loop"):
                renderer.render(*ask, answers_file=ANSWERS, defaults={})
    renderer.close()
    assert not (tmp_path / "renderer").exists()


def test_what_a_template_makes_is_bounded(
    family: Family, renderer: Renderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    family.make_template({"files/a.txt": "a\n"})
    for name, bound in (("_BYTES", 10), ("_FILES", 1)):
        with monkeypatch.context() as patch:
            patch.setattr(copier_client, name, bound)
            folder = tmp_path / name
            folder.mkdir()
            with pytest.raises(RenderError, match="makes more than"):
                renderer.render(
                    family.url, "v1.0.0", str(folder), answers_file=ANSWERS, defaults={}
                )
    # What another worker has counts, for one that has more than its share.
    ask = (family.url, "v1.0.0", str(tmp_path / "_FILES"))
    other = Path(renderer.folder).with_name("other")
    other.mkdir()
    (other / "large").write_bytes(bytes(4 << 20))
    monkeypatch.setattr(copier_client, "_BYTES", 4 << 20)
    renderer.render(*ask, answers_file=ANSWERS, defaults={})
    monkeypatch.setattr(copier_client, "_SHARE", 0)
    with pytest.raises(RenderError, match="makes more than"):
        renderer.render(*ask, answers_file=ANSWERS, defaults={})


def test_what_is_too_large_is_not_rendered_again(family: Family) -> None:
    family.make_template({"files/a.txt": "a\n"}, {"files/a.txt": "b\n"})
    for name in ("one", "two", "three"):
        family.project(name)
    family.write()
    update = ("update", "-j", "1", "--output-format", "json")
    done = Folder(family.root).command("fleet", *update, prelude=NOTED)
    report = json.loads(done.out)["repositories"]
    assert [each["outcome"] for each in report] == ["failed"] * 3
    assert all("does the template loop?" in each["message"] for each in report)
    assert (family.root / "asked").read_text().split().count("v1.1.0") == 1


def test_our_own_template_is_updated(family: Family) -> None:
    family.template.path.mkdir()
    for name in ("copier.yml", "templates"):
        source = ROOT / name
        target = family.template.path / name
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    family.template.git("init", "--quiet", "-b", "main")
    commit(family.template)
    family.template.git("tag", "v0.1.0")
    page = "templates/project/files/AGENTS.md.jinja"
    text = (family.template.path / page).read_text()
    family.release("v0.2.0", {page: text + "\nMore of it.\n"})
    folder = family.project(
        "ft-scaling", version="v0.1.0", data={"project_name": "ft-scaling"}
    )
    change(folder, {"AGENTS.md": "Mine.\n\n" + folder.read("AGENTS.md")})
    commit(folder)
    result = family.report("update")["ft-scaling"]
    assert result["outcome"] == "created", result
    merged = folder.git("show", "template/v0.2.0:AGENTS.md")
    assert merged.startswith("Mine.\n")
    assert merged.endswith("\nMore of it.\n")
    assert files(folder, "template/v0.2.0") == files(folder, "main")
