from ft_scaling.wandb.tokens import FULL_TOTAL_TOKENS
