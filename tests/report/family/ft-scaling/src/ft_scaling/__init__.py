from datadec import load
from ft_scaling import runs
