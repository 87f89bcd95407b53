from lib.two import two
from lib.three import one as three
