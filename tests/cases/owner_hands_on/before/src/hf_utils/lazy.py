from .branches import parse_branch_name

_LAZY = {"parse_branch_name": "branches"}
