"""What may be a command is said, and stays."""

import os
import subprocess
import sys

subprocess.run(["git", "commit", "-m", "legacy.io"])
subprocess.run(["pytest", "-m", "legacy.io"])
subprocess.run(["python", "-c", "import legacy.io"])
subprocess.run(["python", "-m", "pytest", "-m", "legacy.io"])
subprocess.run([tool, "-m", "legacy.io"])
subprocess.run(["-m", "legacy.io"])
os.system("python -m legacy.iox; python legacy/io.py; git commit -m legacy.io")
os.system("python -m legacy.io" + sys.argv[1])
os.system(f"python -m legacy.io{sys.argv[1]}")
print("python -m legacy.io")
run = ["ssh", "host", "python -m legacy.io"]
print("legacy.io".split("."))
