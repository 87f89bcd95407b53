"""Which migrations are shipped, as the folder of their files says."""

from __future__ import annotations

from dr_refit.migration.toml import shipped_dir

SHIPPED_IDS = sorted(path.stem for path in shipped_dir().glob("*.toml"))
