from dr_other import a, b
from dr_ingest.pipeline import one, two, three

from . import sub

rows = one, two, three, a, b, sub
