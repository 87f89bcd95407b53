import warnings

import pytest
from new import core

warnings.filterwarnings("error", ".*", Warning, "new")
warnings.filterwarnings("error", "old", Warning)
warnings.filterwarnings("error", "", Warning, r"new\.core")
warnings.filterwarnings("ignore", module="new")
pytestmark = pytest.mark.filterwarnings("error:::new", "ignore:old")


def test():
    assert core.LIMIT == 3
