import dr_ingest.utils
from datadec import load
