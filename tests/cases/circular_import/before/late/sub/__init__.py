from old.tardy import moved

print(moved)
