import datadec.data
import dr_hf
from dr_hf import parse_branch_name as parse
from hf_utils.checkpoints import print_optimizer_analysis

step = parse("step10-seed-1").step
known = dr_hf.get_checkpoint_branches("org/repo")
print(datadec.data.DataDecide, known, step, print_optimizer_analysis)
