import importlib.resources

# ddpred.core reads these; ddpred is what the folder is called
HOME = "~/.cache/ddpred"
Folder = str


def get_data_dir() -> str:
    return str(importlib.resources.files("ddpred") / "locale")


def get_text() -> str:
    return importlib.resources.read_text("ddpred.locale", "en.txt")
