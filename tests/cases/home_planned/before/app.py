"""Names of a planned package stay, and nothing is half rewritten."""

import dr_ingest.configs as configs
import dr_ingest.wandb.tokens as tokens
from dr_ingest.configs import ParsedSourceConfig, Paths
from dr_ingest.hf.location import HFRepoID
from dr_ingest.pipelines import (
    parse_scaling_law_dir,
    parse_size_string,
)
from dr_ingest.utils.pandas import force_setter, rename_columns

print(configs.Paths, configs.ParsedSourceConfig, tokens.FULL_TOTAL_TOKENS)
