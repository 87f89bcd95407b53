import pkg_a . deep

print(pkg_a . deep . two, pkg_a\
    .deep.two, (
    pkg_a
    .deep
    .two), (
    pkg_a  # why
    .deep  # here
    .two))
