import helpers
import pytest
from conftest import fixture

from dr_hf import io

print(pytest, io, helpers, fixture)
