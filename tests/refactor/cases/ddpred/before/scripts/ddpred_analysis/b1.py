import ddpred.core.models as m
from ddpred.paths import get_data_dir

print(m.Linear(), get_data_dir(), "ddpred")
