from old.cli import main
