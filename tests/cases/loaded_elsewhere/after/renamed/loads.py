from united import mod as united_mod
from new import leaves
