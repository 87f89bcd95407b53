import ns.new.core
from ns import new as old

ns.new.core.f(old)
