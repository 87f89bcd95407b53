import nox


@nox.session
def tests(session):
    session.run("new-run", "--all")
    session.run("python", "-m", "new_kit.frames")
    session.run("pytest", "old-run")
