import os
# codemod: review[behaviour-changed-silently] dr_x.setter: returns a copy → look
import dr_x


def f():
    dr_x.setter(1)
    return dr_x.setter(2)
