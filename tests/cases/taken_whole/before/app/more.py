try:
    import lib
except ImportError:
    import lib.deep as lib
