import pandas as pd

from .tables import table

__all__ = ["pd", "table"]
