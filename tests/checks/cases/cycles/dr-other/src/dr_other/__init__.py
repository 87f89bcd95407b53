from dr_ingest.data import rows

print(rows)
