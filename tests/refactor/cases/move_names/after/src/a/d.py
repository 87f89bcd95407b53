from .new import p as b
import a.new.p as ab

print(b.parse, ab.parse, b.LIMIT)
