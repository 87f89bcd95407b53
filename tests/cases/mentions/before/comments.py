"""Written for old_tools.

It was `old_tools.io` that read the files; the catalogue had their names.
"""

import lib
import old_tools

# pip install old-tools; old-run
# The catalogue is from old_tools.io, catalogue.all is not.
x = old_tools.f()  # old_tools.f
print(f"{x} of old_tools", "see old_tools.f", b"old_tools.f", lib.f())
RAISES = """\
old_tools has
failed in lib.f
"""
