"""A folder of one test, and real processes in it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.support import forks

if TYPE_CHECKING:
    from pathlib import Path

#: Start the pool with the first item: how long one takes is no matter for a test.
POOL = (
    "from dr_refit.codemod import pool\n"
    "pool.SERIAL_SECONDS = pool.LEFT_SECONDS = -1.0\n"
)
MAIN = "from dr_refit.cli.{0} import main\nmain(prog_name='{0}')\n"
#: Settings of the developer's own that a test must not see.
_FOREIGN = ("GIT_", "_CODEMOD", "PYTHON", "NO_COLOR", "FORCE_COLOR", "COLUMNS")
_EARLY = ("PYTHON", "LC_", "LANG")


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a process left behind."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        """What stands on stdout; an error if that is not UTF-8."""
        return self.raw.decode()


class Folder:
    """A folder of one test, and `codemod` run in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, files: dict[str, str | bytes]) -> None:
        """Make files; text goes to disk as it is, newlines included."""
        for name, content in files.items():
            file = self.path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(
                content if isinstance(content, bytes) else content.encode()
            )

    def read(self, name: str) -> str:
        """Read a file as UTF-8, newlines as they are."""
        return (self.path / name).read_bytes().decode()

    def tree(self) -> dict[str, bytes]:
        """Read every file, .git left out."""
        return {
            str(path.relative_to(self.path)): path.read_bytes()
            for path in sorted(self.path.rglob("*"))
            if path.is_file()
            and not path.is_symlink()
            and ".git" not in path.relative_to(self.path).parts
        }

    def environment(self, **extra: str) -> dict[str, str]:
        """Return the environment of the processes; git's own settings are nobody's."""
        own = {k: v for k, v in os.environ.items() if not k.startswith(_FOREIGN)}
        neutral = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        neutral |= {"GIT_TEST_FSYNC": "0"}
        return own | neutral | extra

    def python(
        self, code: str, *arguments: str | bytes, stdin: bytes = b"", **extra: str
    ) -> Done:
        """Run Python with warnings as errors. Output that is not UTF-8 is an error."""
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code, *arguments],
            cwd=self.path,
            env=self.environment(**extra),
            input=stdin,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Done(code=done.returncode, raw=done.stdout, err=done.stderr.decode())

    def command(
        self,
        name: str,
        *arguments: str | bytes,
        stdin: bytes = b"",
        prelude: str = "",
        **extra: str,
    ) -> Done:
        """Run `codemod` or `fleet`, after some Python of the test's own (`prelude`)."""
        code = f"{prelude}\n{MAIN.format(name)}"
        # What is read when Python starts, or patched before all is imported.
        if prelude not in {"", POOL} or any(one.startswith(_EARLY) for one in extra):
            return self.python(code, *arguments, stdin=stdin, **extra)
        environment = self.environment(**extra)
        done = forks.run(code, arguments, self.path, environment, stdin=stdin)
        return Done(code=done.code, raw=done.out, err=done.err.decode())

    def codemod(
        self,
        *arguments: str | bytes,
        stdin: bytes = b"",
        prelude: str = "",
        **extra: str,
    ) -> Done:
        """Run `codemod`, after some Python of the test's own (`prelude`)."""
        return self.command(
            "codemod", *arguments, stdin=stdin, prelude=prelude, **extra
        )

    def rewrite(
        self,
        *arguments: str | bytes,
        stdin: bytes = b"",
        prelude: str = "",
        **extra: str,
    ) -> Done:
        """Run `codemod rewrite-imports`."""
        return self.codemod(
            "rewrite-imports", *arguments, stdin=stdin, prelude=prelude, **extra
        )

    def git(self, *arguments: str) -> str:
        """Run git as somebody."""
        who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org"}
        who |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org"}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env=self.environment(**who),
            capture_output=True,
            check=True,
            text=True,
        )
        return done.stdout
