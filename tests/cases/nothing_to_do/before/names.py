from slicegpt import hf_utils
from . import dr_ingest
from .hf_utils import load
import hf_utils2, hdr_ingest

print(hf_utils.load, load, dr_ingest, hf_utils2, hdr_ingest)
