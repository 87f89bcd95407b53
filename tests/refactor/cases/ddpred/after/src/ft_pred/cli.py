import argparse
from importlib import import_module
from importlib.metadata import entry_points, version


def main() -> None:
    parser = argparse.ArgumentParser("ddpred")
    parser.add_argument("--version", action="version", version=version("ft-pred"))
    parser.parse_args()
    for point in entry_points(group="ddpred.models"):
        point.load()
    for name in ("models",):
        import_module(f"ft_pred.core.{name}")
    import_module(".core", "ft_pred")
    import_module(".core", package="ft_pred")
    print(f"{parser}ddpred.core", f"{parser} ft_pred.core")
