from user.through import THROUGH


def one(): ...
