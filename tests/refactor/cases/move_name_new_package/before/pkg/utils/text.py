def words(text):
    return text.split()


def lines(text):
    return text.splitlines()
