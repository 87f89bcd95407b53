from new.cli import main
