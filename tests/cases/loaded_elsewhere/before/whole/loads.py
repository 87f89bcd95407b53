import old.other.deep

print(old.other.deep.f)
