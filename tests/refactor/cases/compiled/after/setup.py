from setuptools import Extension, setup

setup(
    name="new-dist",
    packages=["new", "new.tests"],
    ext_modules=[
        Extension("new._fast", ["new/_fast.c"]),
        Extension(name="new._elsewhere", sources=["csrc/elsewhere.c"]),
    ],
)
