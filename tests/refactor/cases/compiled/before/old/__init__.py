try:
    from old._fast import run
except ImportError:
    from old._slow import run
