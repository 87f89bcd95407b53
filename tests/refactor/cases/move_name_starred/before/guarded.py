try:
    from app.a import *  # all of it
except ImportError:
    pass

print(f(), g())
