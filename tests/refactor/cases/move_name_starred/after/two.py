from app.a import *
from app.new import f
from app.other import *

print(f(), h())
