import dr_ingest.wandb.constants as const
from dr_ingest.wandb import classify_run_id
from dr_ingest.wandb.tokens import *
from dr_ingest.normalization import normalise_str, normalize_str
from dr_ingest.configs import AuthSettings, Paths
from dr_ingest.raw import load_parse_write_duckdb

print(vars(const), classify_run_id, normalize_str, Paths, AuthSettings)
from dr_ingest.normalization import key_variants
