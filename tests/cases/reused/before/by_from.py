from lib import frames2, pkg

print(pkg.two)
