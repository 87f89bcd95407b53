"""The rewriter as a LibCST codemod, for people who drive LibCST."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst
from libcst.codemod import CodemodCommand, SkipFile

from dr_refit.codemod.rewrite import rewrite
from dr_refit.migration.select import Wanted, select
from dr_refit.migration.table import MoveTable
from dr_refit.migration.toml import load_shipped
from dr_refit.settings import Settings
from dr_refit.tree.disk import Disk

if TYPE_CHECKING:
    import argparse

    from libcst.codemod import CodemodContext


class RewriteImports(CodemodCommand):
    """Rewrites imports of the shipped migrations; --migration ID chooses one."""

    DESCRIPTION = "Rewrite imports of retired packages to the direct ones."

    @staticmethod
    def add_args(parser: argparse.ArgumentParser) -> None:
        """Take `--migration ID`."""
        ids = [migration.id for migration in load_shipped()]
        parser.add_argument("--migration", choices=ids, help="run only this one")

    def __init__(self, context: CodemodContext, migration: str | None = None) -> None:
        super().__init__(context)
        wanted = Wanted(select=(migration,) if migration else ())
        self.table = MoveTable(select(load_shipped(), Disk(), Settings(), wanted))

    def transform_module_impl(self, tree: libcst.Module) -> libcst.Module:
        """Rewrite a module by its code; what is left for a person becomes a warning."""
        package = self.context.full_package_name or ""
        module = self.context.full_module_name or ""
        done = rewrite(tree.bytes, self.table, package=package, module=module)
        for finding in done.findings:
            text = f"line {finding.position.line}: {finding.message} [{finding.code}]"
            if finding.level == "error":
                raise SkipFile(text)
            self.warn(text)
        return tree if done.data is None else libcst.parse_module(done.data)
