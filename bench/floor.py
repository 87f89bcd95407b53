"""The floor: walk a folder and read every Python file in it, nothing else."""

import os
import sys


def main(folder: str) -> None:
    """Read every `.py` file below `folder`."""
    for parent, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".py"):
                with open(f"{parent}/{name}", "rb") as file:
                    file.read()


if __name__ == "__main__":
    main(sys.argv[1])
