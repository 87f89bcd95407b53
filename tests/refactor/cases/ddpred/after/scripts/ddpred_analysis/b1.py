import ft_pred.core.models as m
from ft_pred.paths import get_data_dir

print(m.Linear(), get_data_dir(), "ddpred")
