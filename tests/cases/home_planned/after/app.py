"""Names of a planned package stay, and nothing is half rewritten."""

import dr_ingest.configs as configs
import datadec.ingest.paths
import dr_ingest.wandb.tokens as tokens
from dr_ingest.configs import ParsedSourceConfig
from datadec.ingest.paths import Paths
from dr_hf import HFRepoID
from dr_ingest.pipelines import (
    parse_scaling_law_dir,
    parse_size_string,
)
from dr_ingest.utils.pandas import force_setter
from dr_frames import rename_columns

# codemod: review[behaviour-changed-silently] datadec.ingest.paths.Paths: the base is $DATADEC_DATA_DIR or ~/data instead of ~/drotherm/data: pass data_dir=
print(datadec.ingest.paths.Paths, configs.ParsedSourceConfig, tokens.FULL_TOTAL_TOKENS)
