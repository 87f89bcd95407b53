def useful():
    return 1
