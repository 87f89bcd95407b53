"""A migration cannot name files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.rewriting import OLD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.folder import Folder

PATHS = [
    "../outside",
    "/etc/passwd",
    "a/b",
    "..",
    ".a",
    "a..b",
    "a.py/",
    "a\\\\b",
    "a b",
]


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize(
    "table",
    [
        '[[move]]\nfrom = "old"\nto = "{}"\nnames = ["tool"]\n',
        '[[move]]\nfrom = "{}"\nto = "new"\nnames = ["tool"]\n',
        '[[move]]\nfrom = "old"\nto = "new"\nnames = ["{}"]\n',
        '[[move]]\nfrom = "old"\nto = "new"\nnames = ["tool = {}"]\n',
        '[[move]]\nmodule = "{}"\nto = "new"\n',
        '[[move]]\nmodule = "old"\nto = "{}"\n',
        '[removed]\n"{}" = "use another"\n',
        '[kept]\n"{}" = ""\n',
    ],
)
def test_a_migration_cannot_name_files(name: str, table: str, tmp_path: Path) -> None:
    from dr_refit.errors import RefitError
    from dr_refit.migration.toml import load

    file = tmp_path / "own.toml"
    file.write_text(f'title = "t"\n{table.format(name)}')
    with pytest.raises(RefitError, match=r"own\.toml:\d+: "):
        load(file)


def test_a_migration_that_names_files_runs_nothing(folder: Folder) -> None:
    table = '[[move]]\nfrom = "old"\nto = "../new"\nnames = ["tool"]\n'
    folder.write({"own.toml": f'title = "t"\n{table}', "a.py": OLD})
    before = folder.tree()
    done = folder.rewrite("--migration", "own.toml", ".")
    assert done.code == 2
    assert done.err.startswith("error: own.toml:")
    assert "\nhint: " in done.err
    assert folder.tree() == before
