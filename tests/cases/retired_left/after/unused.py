import hf_utils
import dr_hf
from dr_ingest import utils
from dr_showntell import *
import dr_ingest.utils as du, os
