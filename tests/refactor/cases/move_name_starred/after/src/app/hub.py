from .a import *
from app.new import f
