import hf_utils
import hf_utils2
from hf_utils2 import hf_utils as x

print(hf_utils.f(), hf_utils2.hf_utils.f, x)
