from .user import TABLE
