from ns.new.core import f
from ns.new import core
