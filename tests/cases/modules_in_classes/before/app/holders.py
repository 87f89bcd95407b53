"""Modules of the project that are attributes of classes."""


class Here:
    from app import low
    import app.fine as fine

    def inside(self):
        from app import low as own

        return own.done()
