"""What each is for is told by the files that take it."""

PATCHED = "legacy.io.fetch"
EACH = ["legacy.io.fetch", "legacy.io.draw"]
BY_MODULE = "legacy.io.fetch"
PRINTED = "legacy.io.fetch"  # said
PIECE = "legacy.text"  # said
IMPORTED = "legacy.text"
REBOUND = "legacy.io.fetch"  # said
REBOUND += ""
UNUSED = "legacy.io.fetch"  # said
