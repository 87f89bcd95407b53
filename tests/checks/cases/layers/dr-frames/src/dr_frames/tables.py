"""Not those of ft_pred."""

from dr_frames import datadec
from .datadec import ft_scaling

read = "import ft_pred"
