try:
    from new._fast import run
except ImportError:
    from new._slow import run
