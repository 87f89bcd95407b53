from setuptools import setup

setup(
    name="datadec",
    install_requires=["dr-hf", "ft-pred>=1"],
)
