import fsspec
import strange

HERE = "."


def connect(engine="duckdb"):
    return engine, fsspec, strange
