import ft_scaling.wandb.constants as const
from ft_scaling.wandb.classifier import classify_run_id
from ft_scaling.wandb.tokens import *
from dr_ingest.normalization import normalise_str
from ft_scaling.normalization import normalize_str
from dr_ingest.configs import AuthSettings
from datadec.ingest.paths import Paths
from dr_ingest.raw import load_parse_write_duckdb

# codemod: review[behaviour-changed-silently] datadec.ingest.paths.Paths: the base is $DATADEC_DATA_DIR or ~/data instead of ~/drotherm/data: pass data_dir=
print(vars(const), classify_run_id, normalize_str, Paths, AuthSettings)
from dr_ingest.normalization import key_variants
