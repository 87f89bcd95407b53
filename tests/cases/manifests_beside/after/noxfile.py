import nox


@nox.session
def tests(session):
    session.run("pip", "install", "dr-hf>=0.1.0,<0.1.2")
    session.run("pytest", "--pyargs", "hf_utils")
