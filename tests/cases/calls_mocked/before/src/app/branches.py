from dr_ingest.hf.io import get_tables_from_cache
from dr_ingest.utils.pandas import masked_setter
from hf_utils.branches import is_checkpoint_branch, parse_branch_name


def step(branch):
    return parse_branch_name(branch)["step"]


def steps(branches):
    return [step(branch) for branch in branches if is_checkpoint_branch(branch)]


def tables(where, paths):
    return get_tables_from_cache(where, paths=paths)


def fill(frame, mask):
    masked_setter(frame, mask, "a", 1)
