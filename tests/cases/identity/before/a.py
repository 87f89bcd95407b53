from dr_ingest.hf.location import HFLocation
from dr_ingest.utils.pandas import rename_columns

location = HFLocation(org="a", repo_name="b")
