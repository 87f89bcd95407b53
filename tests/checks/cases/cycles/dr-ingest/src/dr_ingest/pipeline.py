from dr_ingest.data import rows

from .steps import step

one = two = three = rows, step
