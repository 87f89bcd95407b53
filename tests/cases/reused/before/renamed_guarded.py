try:
    import os.path
except ImportError:
    pass
os.path.join()
