from dr_ingest.utils.pandas import masked_setter
from dr_ingest.hf.io import read_local_parquet_paths
