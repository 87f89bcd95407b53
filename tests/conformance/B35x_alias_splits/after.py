import du.io as du
import m
import k

m.show()
k.connect()
du.rest()
