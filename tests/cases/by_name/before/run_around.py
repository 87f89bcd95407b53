import old as o

print(eval('o.f()'))
print(eval('o.stays()'))
