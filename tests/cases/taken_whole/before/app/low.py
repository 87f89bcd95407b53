import lib.deep
import old

print(old.one)
