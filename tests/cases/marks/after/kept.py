import old_tools
# codemod: review[behaviour-changed-silently] dr_x.setter: returns a copy → look
import dr_x

handle(old_tools)
dr_x.setter = 1  # a store
