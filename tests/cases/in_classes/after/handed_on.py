from old.main import EXIT_OK as ok

__all__ = ["ok"]
