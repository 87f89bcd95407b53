import hf_utils
from hf_utils import load

hf_utils.load = load
