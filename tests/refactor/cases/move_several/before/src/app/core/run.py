from .. import names
from ..names import NAME
from ..paths import ROOT, TABLE


def main():
    return names.NAME, NAME, ROOT, TABLE.read_text()
