from ..mars import one
from moons.phobos import one as other
