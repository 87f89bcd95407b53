import dr_hf
import hf_utils2
from hf_utils2 import hf_utils as x

print(dr_hf.f(), hf_utils2.hf_utils.f, x)
