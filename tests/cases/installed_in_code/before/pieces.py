"""Literals in pieces, and lists in all layouts."""

import os
import subprocess
import sys

from old_tools import frames, io

subprocess.run(["pip", "install", "old-" "tools"])
subprocess.run(["pip", "install", ("old-"
                                   "tools"), "b"])
subprocess.run(["pip", "install", r"old-tools", u"old_tools>=1", """old-tools"""])
subprocess.run(
    [
        "pip",
        "install",  # as it is
        # one more
        "old-tools",  # the tools

        "other-kit",
    ]
)
subprocess.run(
    [
        "pip", "install",
        "new-kit",  # the kit
        "other-kit[fast]>=3",  # the other
        "old-tools",  # old
    ]
)
subprocess.run(
    [
        "pip", "install",
        "new-kit",  # the kit
        "other-kit[fast]>=3",  # the other
        "old-tools"
    ]
)
cmd = "pip", "install", "old-tools"
cmd = "pip", \
    "install", \
    "old-tools"
subprocess.run(["uv", "run", "old-run"])
subprocess.run(["sudo", "old-all", "--x"])
subprocess.run(["echo", "old-run"])
subprocess.run(["old-all"])
subprocess.run(["old-" "all", "x"])
subprocess.run([sys.executable,"-m","pip","install",b,"old-tools",*c])
os.system("pip install "
          "old-tools")
os.system('''
pip install old-tools
old-run
''')
os.system("pip install 'old-" 'tools' "' && old-run\n")
os.system("echo \"a\" && pip install old-tools")
os.system("pip install \"old-tools\"")
os.system(r"pip install old-tools")
os.system("echo x\necho y\nconda install old-tools")
subprocess.run(["pip", "install", "old-tools\u0020"])
os.system("python -m old_" "tools.frames; old-run")
subprocess.run(["uv", "run", "--with", "old-" "tools", "python", "-m", "old_tools." "frames"])
subprocess.run(("pip", "install", "é", "old-tools"), ü="ö")
subprocess.run(["conda", "install", "é",
   "old-tools"])
session.install("-r", "x.txt", *a, "old-tools", silent=False)
subprocess.run(args=["old-run", "x"])
mock.call("pip install old-" "tools")
print("pip install old-tools")
names = ["old-tools", "old-run"]
subprocess.run(["pip", "install", b"old-tools", 'a\'b"old-tools'])
