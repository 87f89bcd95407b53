# codemod: review[behaviour-changed-silently] dr_x.setter: returns a copy → look
x = (1,
     2); from dr_x import setter
def decorator(f): return f


# codemod: review[behaviour-changed-silently] dr_x.deep.masked_setter: encoding : utf-8, no longer latin-1
@decorator
@decorator
class A: from dr_x.deep import masked_setter as setter
