"""Run with: python -m legacy.io"""

import asyncio
import os
import shlex
import subprocess as sp
import sys
from subprocess import check_call, run

PYTHON = "/usr/bin/python3.12"
MODULE = "legacy.io"
SHOWN = "python -m legacy.io.show --all"

run([sys.executable, "-m", "legacy.io", "--out", "x"], check=True)
run(["python", "-u", "-X", "dev", "-m", "legacy.io.show"], cwd="legacy/io")
check_call((PYTHON, "-m", MODULE))
sp.Popen(["uv", "run", "-m", 'legacy.io'])
sp.run(args=["coverage", "run", "-m", "legacy.io"])
cmd = [str(sys.executable), "-m", "legacy.io"] + sys.argv[1:]
cmd += ["python", "-m", "legacy" ".io"]
run("python -m legacy.io | python3 -u -m legacy.io.show", shell=True)
run(SHOWN.split(), check=True)
os.system(f"{PYTHON} x; python -m legacy.io {PYTHON}")
shlex.split(
    "python -m pytest &&"
    " python -m legacy.io"
)


async def start():
    await asyncio.create_subprocess_shell("\tpython -m legacy.io\n")
    await asyncio.create_subprocess_exec(sys.executable, "-m", "legacy.io")


def test_nox(session):
    session.run("python", "-m", "legacy.io", *session.posargs)
    session.run(*"python -m legacy.io".split())
