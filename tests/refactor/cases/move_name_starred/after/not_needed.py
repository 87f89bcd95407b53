from app.a import *

print(g())
