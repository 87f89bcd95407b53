from ..branches import parse_branch_name
from .inner import get_data_dir
