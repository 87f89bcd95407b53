import nox


@nox.session
def tests(session):
    session.install("-e", ".", "new-kit>=1.0,<2", "other-kit[fast]>=3")
    session.install(
        "pytest",
        "new-kit>=1.0,<2",
        "other-kit[fast]>=3",
        silent=False,
    )
    session.run("pip", "install", "new-kit>=1.0,<2", "other-kit[fast]>=3", silent=True)
    session.run_always("uv", "pip", "install", "new-kit>=1.0,<2", "other-kit[fast]>=3")
    session.run("new-run")
    session.install("new-kit>=1.0,<2", "other-kit[fast]>=3")
    session.install(
        "other-kit[fast]>=3",
        "new-kit>=1.0,<2",
    )
