"""The kinds of rules; one module and one line here adds a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.calls.rule import CallsRule
from dr_refit.codemod.rules.comments import CommentsRule
from dr_refit.codemod.rules.imports.rule import ImportsRule
from dr_refit.codemod.rules.origins import OriginsRule
from dr_refit.codemod.rules.strings.rule import StringsRule
from dr_refit.codemod.rules.unparsable import UnparsableRule
from dr_refit.codemod.rules.values import ValuesRule

if TYPE_CHECKING:
    from dr_refit.codemod.rules.model import Rule

RULES: tuple[Rule, ...] = (
    # What imports bind, and every use of it.
    ImportsRule(),
    # What is called, and what becomes of the results.
    CallsRule(),
    # Strings that name what can be imported.
    StringsRule(),
    # What asks an object where it is from.
    OriginsRule(),
    # Literals that name data.
    ValuesRule(),
    # Cells of notebooks that are no Python.
    UnparsableRule(),
    # Comments to this tool.
    CommentsRule(),
)
