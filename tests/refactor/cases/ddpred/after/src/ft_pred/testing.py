import pytest

import ft_pred.paths


@pytest.fixture
def data_dir() -> str:
    return ft_pred.paths.get_data_dir()
