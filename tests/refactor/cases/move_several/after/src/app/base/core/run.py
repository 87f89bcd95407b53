from app import words as names
from app.words import NAME
from app.io.paths import ROOT, TABLE


def main():
    return names.NAME, NAME, ROOT, TABLE.read_text()
