"""The one error that means a wrong command line or a wrong file of settings."""


class RefitError(Exception):
    """Something only the user can mend: what is wrong, and a hint what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
