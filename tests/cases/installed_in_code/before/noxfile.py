import nox


@nox.session
def tests(session):
    session.install("-e", ".", "old-tools")
    session.install(
        "pytest",
        "old-tools",
        silent=False,
    )
    session.run("pip", "install", "old-tools", silent=True)
    session.run_always("uv", "pip", "install", "new-kit>=1.0,<2", "old-tools")
    session.run("old-run")
    session.install("old-tools", "new-kit", "other-kit")
    session.install(
        "old-tools",
        "other-kit[fast]",
        "new-kit",
    )
