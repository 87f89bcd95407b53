import home
from home import loaded

home.loaded.f(), loaded.stays()
