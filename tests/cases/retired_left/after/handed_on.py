import dr_ingest as ingest
from hf_utils import checkpoints

__all__ = ["ingest", "checkpoints"]
