if 1: pass
# codemod: review[behaviour-changed-silently] dr_x.setter: returns a copy → look
else: from dr_x import setter
# codemod: review[behaviour-changed-silently] dr_x.deep.masked_setter: encoding : utf-8, no longer latin-1
y = """
# codemod: review[nothing] in a string
"""; \
from dr_x.deep import masked_setter as setter
