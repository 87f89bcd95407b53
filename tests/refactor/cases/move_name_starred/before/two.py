from app.a import *
from app.other import *

print(f(), h())
