import rich


def main():
    rich.print("core")
