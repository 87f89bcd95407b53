import hf_utils
import hf_utils.branches
from dr_ingest import utils
from dr_showntell import *
import dr_ingest.utils as du, os
