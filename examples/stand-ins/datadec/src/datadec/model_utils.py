"""The one function of datadec that generated code uses; datadec is on no registry."""


def param_to_numeric(param_str: str) -> float:
    return float(param_str[:-1]) * {"M": 1e6, "B": 1e9}[param_str[-1]]
