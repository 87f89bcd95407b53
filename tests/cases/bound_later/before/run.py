import old.deep

old.other.use(old.deep.use)

import old.other
