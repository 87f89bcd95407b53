from setuptools import find_packages, setup

setup(
    name="old",
    packages=find_packages(include=["old", "old.*"]),
    package_data={"old": ["data/*.txt"]},
    entry_points={"console_scripts": ["old = old.cli:main"]},
    py_modules=[],
)
