if 1: pass
else: from old_tools import setter
y = """
# codemod: review[nothing] in a string
"""; \
from old_tools.deep import setter
