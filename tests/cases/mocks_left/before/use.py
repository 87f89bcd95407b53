from dr_frames import masked_setter
from dr_hf import get_tables_from_cache, parse_branch_name


def step(branch, paths):
    masked_setter(1, 2, "a", 3)
    return parse_branch_name(branch).step, get_tables_from_cache("x", cache_dir=paths)
