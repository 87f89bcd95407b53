import old.deep
import old.other

print(old.other.use(old.deep.use))
