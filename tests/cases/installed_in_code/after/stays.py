"""What is not sure is said."""

import subprocess

from new_kit import frames

subprocess.run(["conda", "install", "old-tools"])
subprocess.run(["pip", "install", "new-kit>=1.0,<2"])
subprocess.run(["pip", "install", "old-tools" + frames.version])
subprocess.run(["pip", "install", "new-kit>=1.0,<2", *[a for a in b]])
subprocess.run(["pip", "install", f"old-tools=={version}"])
subprocess.run(["pip", "install", "new-kit==3", "old-tools"])
subprocess.run(["pip", "install", old_tools])
subprocess.run(
    [
        "pip",
        "install",  # the tools
        "new-kit>=1.0,<2",
    ]
)
subprocess.run(["git", "commit", "-m", "install", "old-tools"])
subprocess.run(["my", "install", "old-tools"])
parser.add_argument("install", "old-tools")
choices = ["install", "old-tools"]
subprocess.run(["pip", "install", "old-tools"])  # codemod: ignore
Package.install("old-tools")
