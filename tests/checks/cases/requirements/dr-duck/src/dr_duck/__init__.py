import duckdb

print(duckdb)
