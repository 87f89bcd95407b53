from step import X


def job():
    return X
