"""A marimo notebook: a Python file whose cells hand their names to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.formats.python import PythonFormat

if TYPE_CHECKING:
    from dr_refit.python.namespaces import Namespace


class MarimoFormat(PythonFormat):
    """Python files that speak of marimo."""

    def takes(self, path: str, data: bytes) -> bool:
        """Whether a Python file may be a notebook."""
        return super().takes(path, data) and b"marimo" in data

    def namespace(self) -> Namespace:
        """Return what cells hand to others, too."""
        from dr_refit.python.namespaces import MARIMO

        return MARIMO
