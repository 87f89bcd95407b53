from . import b
import a.b as ab

print(b.parse, ab.parse, b.LIMIT)
