from unittest.mock import patch

import pytest
from modern import net as io


@pytest.fixture
def mp():
    with pytest.MonkeyPatch.context() as mp:
        mp.setattr(io, "read", None)
        yield mp


def test(mocker):
    with patch.object(target=io, attribute="read", new=1):
        assert getattr(io, "read") == 1
    with patch.multiple(io, read=1, Reader=2):
        assert hasattr(io, "read")
    mocker.spy(io, "read")
    setattr(io, "read", 1)
