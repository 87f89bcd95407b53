import importlib

importlib.import_module("ft_pred.core")
importlib.import_module("dr_hf.io")
__import__("dr_ingest")
print("ft_pred")
