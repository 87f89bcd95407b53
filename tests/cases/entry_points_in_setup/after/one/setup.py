from setuptools import setup

setup(
    name="one",
    entry_points={
        "console_scripts": ["a = lib.jobs:run", "b = lib.tasks:walk"],
        "pytest11": ["p = lib.commands.cli", "q=lib.client"],
    },
    description="where = lib.cli",
)
