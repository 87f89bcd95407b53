import m
import k

m.show()
k.connect()
