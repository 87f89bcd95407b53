import ns.old.core
from ns import old

ns.old.core.f(old)
