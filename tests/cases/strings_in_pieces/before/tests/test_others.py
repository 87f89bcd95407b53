import importlib
from unittest.mock import patch

import names
from names import EACH, IMPORTED, PATCHED, PIECE, PRINTED, REBOUND


def test_others(monkeypatch):
    with patch(PATCHED), patch(target=PATCHED):
        pass
    for one in EACH:
        monkeypatch.setattr(one, None)
    with patch(names.BY_MODULE), patch(PRINTED), patch(f"{PIECE}.wrap"):
        print(PRINTED)
    importlib.import_module(IMPORTED).wrap()
    patch(REBOUND)
