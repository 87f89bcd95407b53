import nox

PACKAGE = "old_tools"
PACKAGES = ["old-tools", "pytest"]


@nox.session
def tests(session):
    session.install(*PACKAGES)
    session.run("pytest", f"--cov={PACKAGE}")
