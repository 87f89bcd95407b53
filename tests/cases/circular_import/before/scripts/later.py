import old


def run():
    return old.job()
