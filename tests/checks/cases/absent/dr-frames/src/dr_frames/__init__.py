from .tables import table

if table:
    here = 1
