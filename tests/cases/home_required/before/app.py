from dr_ingest.wandb.tokens import FULL_TOTAL_TOKENS
