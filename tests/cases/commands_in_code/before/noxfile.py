import nox


@nox.session
def tests(session):
    session.run("old-run", "--all")
    session.run("python", "-m", "old_tools.frames")
    session.run("pytest", "old-run")
