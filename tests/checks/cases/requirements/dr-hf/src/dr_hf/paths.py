HERE = "."


def connect(engine="duckdb"):
    return engine
