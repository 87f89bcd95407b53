import json as texts

from lib import futures, texts
from lib.futures import run as ran
