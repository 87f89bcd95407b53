"""Installs what it needs."""

import subprocess
import sys

import modal
from kfp import dsl

from new_kit import frames
import other_kit as io

subprocess.check_call([sys.executable, "-m", "pip", "install", "new-kit>=1.0,<2", "other-kit[fast]>=3"])
subprocess.run(["pip", "install", '-q', 'new-kit>=1.0,<2', 'other-kit[fast]>=3', "pandas"], check=True)
subprocess.run(
    [
        str(sys.executable),
        "-m",
        "pip",
        "install",
        "new-kit>=1.0,<2",
        "other-kit[fast]>=3",
        "pandas",
    ],
    check=True,
)
command = [f"{sys.prefix}/bin/pip", "install"  ,  "new-kit>=1.0,<2",  "other-kit[fast]>=3" , "pandas"]
subprocess.run([get_python(), "-m", "pip", "install", "new-kit>=1.0,<2", "other-kit[fast]>=3", frames.table])
subprocess.run(["pip", "uninstall", "-y", "new-kit", "other-kit", "pandas"], check=True)
subprocess.run(("uv", "run", "--with", "new-kit>=1.0,<2", "--with", "other-kit[fast]>=3", "new-run", "install"))
subprocess.run(["uv", "run", "--with", "new-kit>=1.0,<2", "--with", "other-kit[fast]>=3", "python", "-m", "new_kit.frames"])
subprocess.run(["new-run", "install", "old-tools"])
image = modal.Image.debian_slim().pip_install("new-kit>=1.0,<2", "other-kit[fast]>=3", "torch==2.4")
other = modal.Image.debian_slim().uv_pip_install(["new-kit>=1.0,<2", "other-kit[fast]>=3"])


@dsl.component(packages_to_install=["new-kit>=1.0,<2", "other-kit[fast]>=3", "pandas"])
def step():
    return io.load()
