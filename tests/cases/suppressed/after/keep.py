from hf_utils.branches import parse_branch_name  # codemod: ignore
from hf_utils.paths import get_data_dir  # codemod: ignore[retired-import]
from hf_utils.weights import print_weight_analysis  # codemod: ignore[removed-name]
from hf_utils.configs import print_config_analysis  # codemod: ignore[star-import]

print(parse_branch_name("main"), get_data_dir, print_weight_analysis, print_config_analysis)
