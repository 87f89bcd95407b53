from . import unused
from .branches import parse_branch_name

__all__ = [*unused.__all__]
