from unittest.mock import patch

import hf_utils
from hf_utils.api import parse_branch_name

hf_utils.deep.inner.DATA
patch("hf_utils.checkpoints.download_dataset")
