from dr_ingest.hf.location import HFLocation

isinstance(1, HFLocation
