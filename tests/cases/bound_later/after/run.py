import old
import new.core

old.other.use(new.core.use)

import old.other
