if 1: from app.a import *
print(f())
