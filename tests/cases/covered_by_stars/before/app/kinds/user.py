import json as texts

from . import futures, texts
from .futures import run as ran
