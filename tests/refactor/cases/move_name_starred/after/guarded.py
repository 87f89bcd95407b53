try:
    from app.a import *  # all of it
    from app.new import f
except ImportError:
    pass

print(f(), g())
