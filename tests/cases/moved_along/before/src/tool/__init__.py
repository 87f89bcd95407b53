from . import io
from .io import read
