from pathlib import Path as Paths
