"""What each is for is told by the files that take it."""

PATCHED = "modern.net.fetch"
EACH = ["modern.net.fetch", "other.draw"]
BY_MODULE = "modern.net.fetch"
PRINTED = "legacy.io.fetch"  # said
PIECE = "legacy.text"  # said
IMPORTED = "modern.text"
REBOUND = "legacy.io.fetch"  # said
REBOUND += ""
UNUSED = "legacy.io.fetch"  # said
