from v.io import fetch
from v.io import other as other
