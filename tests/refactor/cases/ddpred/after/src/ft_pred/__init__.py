"""Predict scores.

>>> import ft_pred
>>> ft_pred.core.models.Linear()
<ft_pred.core.models.Linear>
"""

from ft_pred.core import models
from ft_pred.paths import get_data_dir

__version__ = "0.2.0"
__all__ = ["get_data_dir", "models"]
