"""`python -P -m dr_refit`."""

from dr_refit.cli.codemod import main

if __name__ == "__main__":
    main()
