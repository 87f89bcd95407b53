from dr_ingest.utils.pandas import rename_columns
