from dr_hf import get_tables_from_cache
from dr_frames import masked_setter
from dr_hf import is_checkpoint_branch, parse_branch_name


def step(branch):
    return parse_branch_name(branch).step


def steps(branches):
    return [step(branch) for branch in branches if is_checkpoint_branch(branch)]


def tables(where, paths):
    return get_tables_from_cache(where, cache_dir=paths.data_cache_dir)


def fill(frame, mask):
    masked_setter(frame, mask, "a", 1, inplace=True)
