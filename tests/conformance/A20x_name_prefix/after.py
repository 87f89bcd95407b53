import hf_utils2
import hf_utils_extra.x
from hf_utils2 import a
from hf_utils_extra import b

print(hf_utils2.f(), hf_utils_extra.x, a, b)
