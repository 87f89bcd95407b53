import pkg

for name in ["task"]:
    print(getattr(pkg, name))
