"""The catalogue; old_toolset, my_old_tools, x.old_tools, old-toolset, lib.f."""

# see src/old_tools/io.py, old_tools.py and ../old_tools
import catalogue

print(catalogue, "data/old_tools/x.csv")
self.old_tools.f(old_tools=1)
print("a text of old_tools")  # codemod: ignore[name-in-string]
# of old_tools  # codemod: ignore[name-in-string]
TEXT = """
All of old_tools.
"""  # codemod: ignore
