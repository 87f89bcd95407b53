import importlib.resources

# ft_pred.core reads these; ddpred is what the folder is called
HOME = "~/.cache/ddpred"
Folder = str


def get_data_dir() -> str:
    return str(importlib.resources.files("ft_pred") / "locale")


def get_text() -> str:
    return importlib.resources.read_text("ft_pred.locale", "en.txt")
