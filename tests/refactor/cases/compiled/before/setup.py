from setuptools import Extension, setup

setup(
    name="old",
    packages=["old", "old.tests"],
    ext_modules=[
        Extension("old._fast", ["old/_fast.c"]),
        Extension(name="old._elsewhere", sources=["csrc/elsewhere.c"]),
    ],
)
