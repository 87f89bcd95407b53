import pkg_z

print(pkg_z.two, pkg_z.two, (
    pkg_z.two), (
    pkg_z  # why
      # here
    .two))
