"""Predict scores.

>>> import ddpred
>>> ddpred.core.models.Linear()
<ddpred.core.models.Linear>
"""

from ddpred.core import models
from ddpred.paths import get_data_dir

__version__ = "0.2.0"
__all__ = ["get_data_dir", "models"]
