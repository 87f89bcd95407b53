import a.b  # noqa: F401
