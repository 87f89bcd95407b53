import late.mid

from late.mid import moved

print(late.mid, moved)
