from deep.helper import helps


def main():
    return helps()
