"""Literals in pieces, and lists in all layouts."""

import os
import subprocess
import sys

from new_kit import frames
import other_kit as io

subprocess.run(["pip", "install", "new-kit>=1.0,<2", "other-kit[fast]>=3"])
subprocess.run(["pip", "install", "new-kit>=1.0,<2", "other-kit[fast]>=3", "b"])
subprocess.run(["pip", "install", "new-kit>=1.0,<2", "other-kit[fast]>=3"])
subprocess.run(
    [
        "pip",
        "install",  # as it is
        # one more
        "new-kit>=1.0,<2",  # the tools

        "other-kit[fast]>=3",
    ]
)
subprocess.run(
    [
        "pip", "install",
        "new-kit>=1.0,<2",  # the kit
        "other-kit[fast]>=3",  # the other
          # old
    ]
)
subprocess.run(
    [
        "pip", "install",
        "new-kit>=1.0,<2",  # the kit
        "other-kit[fast]>=3",  # the other
    ]
)
cmd = "pip", "install", "new-kit>=1.0,<2", "other-kit[fast]>=3"
cmd = "pip", \
    "install", \
    "new-kit>=1.0,<2",\
    "other-kit[fast]>=3"
subprocess.run(["uv", "run", "new-run"])
subprocess.run(["sudo", "new-run", "all", "--x"])
subprocess.run(["echo", "old-run"])
subprocess.run(["new-run", "all"])
subprocess.run(["new-run", "all", "x"])
subprocess.run([sys.executable,"-m","pip","install",b,"new-kit>=1.0,<2","other-kit[fast]>=3",*c])
os.system("pip install "
          "'new-kit>=1.0,<2' 'other-kit[fast]>=3'")
os.system('''
pip install "new-kit>=1.0,<2" "other-kit[fast]>=3"
new-run
''')
os.system("pip install 'new-kit>=1.0,<2' 'other-kit[fast]>=3'" '' " && new-run\n")
os.system("echo \"a\" && pip install 'new-kit>=1.0,<2' 'other-kit[fast]>=3'")
os.system("pip install \"new-kit>=1.0,<2\" \"other-kit[fast]>=3\"")
os.system(r"pip install 'new-kit>=1.0,<2' 'other-kit[fast]>=3'")
os.system("echo x\necho y\nconda install old-tools")
subprocess.run(["pip", "install", "new-kit>=1.0,<2", "other-kit[fast]>=3"])
os.system("python -m new_kit.frames" "; new-run")
subprocess.run(["uv", "run", "--with", "new-kit>=1.0,<2", "--with", "other-kit[fast]>=3", "python", "-m", "new_kit." "frames"])
subprocess.run(("pip", "install", "é", "new-kit>=1.0,<2", "other-kit[fast]>=3"), ü="ö")
subprocess.run(["conda", "install", "é",
   "old-tools"])
session.install("-r", "x.txt", *a, "new-kit>=1.0,<2", "other-kit[fast]>=3", silent=False)
subprocess.run(args=["new-run", "x"])
mock.call("pip install old-" "tools")
print("pip install old-tools")
names = ["old-tools", "old-run"]
subprocess.run(["pip", "install", b"old-tools", 'a\'b"old-tools'])
