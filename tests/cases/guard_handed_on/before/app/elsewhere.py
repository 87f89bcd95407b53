try:
    import third as lib
except ImportError:
    import seq as lib
