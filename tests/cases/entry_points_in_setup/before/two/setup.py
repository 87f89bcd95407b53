from setuptools import setup

setup(
    name="two",
    entry_points="""
    [console_scripts]
    a = lib.tasks:run
    b = lib.tasks:walk
    [pytest11]
    p = lib.cli
    """,
)
