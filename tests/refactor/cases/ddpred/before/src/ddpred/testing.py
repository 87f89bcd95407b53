import pytest

import ddpred.paths


@pytest.fixture
def data_dir() -> str:
    return ddpred.paths.get_data_dir()
