import datadec
import pandas_stubs

def table() -> int: ...
