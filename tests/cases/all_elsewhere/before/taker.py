from all import version as taken
from some import version

print(version, taken)
