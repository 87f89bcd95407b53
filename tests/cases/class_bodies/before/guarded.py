class C:
    try:
        import np as n
    except ImportError:
        pass
    else:
        kinds = [n.float_, n.int_]

    def kind(self):
        return self.n.int_
