"""Tables."""

from __future__ import annotations

from dr_frames import table
from dr_frames.tables import head as first
