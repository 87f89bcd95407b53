import lib.core
import new as old

print(old.one)
