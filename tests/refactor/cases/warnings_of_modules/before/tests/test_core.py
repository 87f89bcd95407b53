import warnings

import pytest
from old import core

warnings.filterwarnings("error", ".*", Warning, "old")
warnings.filterwarnings("error", "old", Warning)
warnings.filterwarnings("error", "", Warning, r"old\.core")
warnings.filterwarnings("ignore", module="old")
pytestmark = pytest.mark.filterwarnings("error:::old", "ignore:old")


def test():
    assert core.LIMIT == 3
