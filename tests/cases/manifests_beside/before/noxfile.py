import nox


@nox.session
def tests(session):
    session.run("pip", "install", "hf-utils")
    session.run("pytest", "--pyargs", "hf_utils")
