from unittest.mock import patch

import pkg.by_name
import pkg.only_read
from pkg import one_home, stays as kept


def stored(fake):
    one_home.old = fake
    pkg.by_name.f = fake


def set_by_name(fake, monkeypatch):
    monkeypatch.setattr(kept, "old", fake)
    return getattr(pkg.only_read, "old")
