try:
    from seq import abc
except ImportError:
    import seq as abc

try:
    from seq.abc import Mapping
except ImportError:
    from seq import Mapping
