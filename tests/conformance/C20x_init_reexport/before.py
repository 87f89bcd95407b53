from u.io import fetch
from u.io import other as other
