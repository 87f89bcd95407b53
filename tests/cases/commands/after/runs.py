"""Run with: python -m legacy.io"""

import asyncio
import os
import shlex
import subprocess as sp
import sys
from subprocess import check_call, run

PYTHON = "/usr/bin/python3.12"
MODULE = "modern.store"
SHOWN = "python -m modern.store.show --all"

run([sys.executable, "-m", "modern.store", "--out", "x"], check=True)
run(["python", "-u", "-X", "dev", "-m", "modern.store.show"], cwd="legacy/io")
check_call((PYTHON, "-m", MODULE))
sp.Popen(["uv", "run", "-m", 'modern.store'])
sp.run(args=["coverage", "run", "-m", "modern.store"])
cmd = [str(sys.executable), "-m", "modern.store"] + sys.argv[1:]
cmd += ["python", "-m", "modern" ".store"]
run("python -m modern.store | python3 -u -m modern.store.show", shell=True)
run(SHOWN.split(), check=True)
os.system(f"{PYTHON} x; python -m modern.store {PYTHON}")
shlex.split(
    "python -m pytest &&"
    " python -m modern.store"
)


async def start():
    await asyncio.create_subprocess_shell("\tpython -m modern.store\n")
    await asyncio.create_subprocess_exec(sys.executable, "-m", "modern.store")


def test_nox(session):
    session.run("python", "-m", "modern.store", *session.posargs)
    session.run(*"python -m modern.store".split())
