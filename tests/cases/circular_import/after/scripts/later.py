import tool


def run():
    return tool.job()
