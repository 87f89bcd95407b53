import hf_utils
import hf_utils.branches
from hf_utils.branches import parse_branch_name as parse
from hf_utils.checkpoints import print_optimizer_analysis

step = parse("step10-seed-1")["step"]
known = hf_utils.branches.get_checkpoint_branches("org/repo")
print(hf_utils.DataDecide, known, step, print_optimizer_analysis)
