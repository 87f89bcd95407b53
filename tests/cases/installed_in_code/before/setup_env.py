"""Installs what it needs."""

import subprocess
import sys

import modal
from kfp import dsl

from old_tools import frames, io

subprocess.check_call([sys.executable, "-m", "pip", "install", "old-tools"])
subprocess.run(["pip", "install", '-q', 'Old_Tools>=1', "pandas"], check=True)
subprocess.run(
    [
        str(sys.executable),
        "-m",
        "pip",
        "install",
        "old_tools[dev]",
        "pandas",
    ],
    check=True,
)
command = [f"{sys.prefix}/bin/pip", "install"  ,  "old-tools" , "pandas"]
subprocess.run([get_python(), "-m", "pip", "install", "old-tools", frames.table])
subprocess.run(["pip", "uninstall", "-y", "old-tools", "pandas"], check=True)
subprocess.run(("uv", "run", "--with", "old-tools", "old-run", "install"))
subprocess.run(["uv", "run", "--with", "old-tools", "python", "-m", "old_tools.frames"])
subprocess.run(["old-run", "install", "old-tools"])
image = modal.Image.debian_slim().pip_install("old-tools", "torch==2.4")
other = modal.Image.debian_slim().uv_pip_install(["old-tools"])


@dsl.component(packages_to_install=["old-tools", "pandas"])
def step():
    return io.load()
