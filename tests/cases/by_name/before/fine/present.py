import sys

import pytest

pytest.importorskip('old')
print('old' in sys.modules)
