from setuptools import setup

setup(
    name="one",
    entry_points={
        "console_scripts": ["a = lib.tasks:run", "b = lib.tasks:walk"],
        "pytest11": ["p = lib.cli", "q=lib.client"],
    },
    description="where = lib.cli",
)
