import argparse
from importlib import import_module
from importlib.metadata import entry_points, version


def main() -> None:
    parser = argparse.ArgumentParser("ddpred")
    parser.add_argument("--version", action="version", version=version("ddpred"))
    parser.parse_args()
    for point in entry_points(group="ddpred.models"):
        point.load()
    for name in ("models",):
        import_module(f"ddpred.core.{name}")
    import_module(".core", "ddpred")
    import_module(".core", package="ddpred")
    print(f"{parser}ddpred.core", f"{parser} ddpred.core")
