from . import TEXT


def main():
    print(TEXT, "old", "old.txt")
