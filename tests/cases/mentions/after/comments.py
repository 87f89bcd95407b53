"""Written for old_tools.

It was `old_tools.io` that read the files; the catalogue had their names.
"""

import lib2
import new_tools

# pip install old-tools; old-run
# The catalogue is from old_tools.io, catalogue.all is not.
x = new_tools.f()  # old_tools.f
print(f"{x} of old_tools", "see old_tools.f", b"old_tools.f", lib2.f())
RAISES = """\
old_tools has
failed in lib.f
"""
