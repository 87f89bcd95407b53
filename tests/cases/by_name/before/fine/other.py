import old


def get(self, name):
    return getattr(self, name), vars(self), self.__dict__, old.stays
