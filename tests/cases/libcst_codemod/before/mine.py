"""Calls of `is_checkpoint_branch` get their argument by its name."""

import libcst as cst


def by_name(call):
    first, *others = call.args
    if first.keyword is not None:
        return call
    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    named = first.with_changes(keyword=cst.Name("branch"), equal=equal)
    return call.with_changes(args=[named, *others])


def fails(call):
    raise ValueError("not today")


CODEMODS = {
    "hf_utils.branches.is_checkpoint_branch": by_name,
    "hf_utils.branches.get_all_repo_branches": fails,
}
