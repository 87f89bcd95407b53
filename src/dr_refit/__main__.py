"""`python -P -m dr_refit`."""

from dr_refit.cli.start import codemod

if __name__ == "__main__":
    codemod()
