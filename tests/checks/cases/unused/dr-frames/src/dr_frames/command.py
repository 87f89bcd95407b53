def start():
    return 1


def main():
    return 1
