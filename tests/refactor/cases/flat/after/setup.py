from setuptools import find_packages, setup

setup(
    name="old",
    packages=find_packages(include=["new", "new.*"]),
    package_data={"new": ["data/*.txt"]},
    entry_points={"console_scripts": ["old = new.cli:main"]},
    py_modules=[],
)
