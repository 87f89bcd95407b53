"""The commands as programs: an interrupt ends them in one line at any moment."""

import os


def codemod() -> None:
    """Run `codemod`."""
    _end_when_interrupted()
    from dr_refit.cli.codemod import main

    try:
        main()
    finally:
        _end_when_interrupted()


def fleet() -> None:
    """Run `fleet`."""
    _end_when_interrupted()
    from dr_refit.cli.fleet import main

    try:
        main()
    finally:
        _end_when_interrupted()


def _end_when_interrupted() -> None:
    """Let an interrupt end this process at once: nothing is begun, or all is done."""
    try:
        from dr_refit.cli import signals  # it comes during the first import, too

        signals.end_when_interrupted()
    except KeyboardInterrupt:
        os.write(2, b"error: interrupted\n")
        os._exit(130)
