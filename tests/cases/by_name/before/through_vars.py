import old as o

print(vars(o))
print(o.__dict__)
