import late.mid

from old.tardy import moved

print(late.mid, moved)
