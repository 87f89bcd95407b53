class Thing:
    @classmethod
    def make(cls):
        return cls()
