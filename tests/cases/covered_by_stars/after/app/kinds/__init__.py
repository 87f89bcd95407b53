from .user import *
from .listed import *
from .covering import *
from .made import *
