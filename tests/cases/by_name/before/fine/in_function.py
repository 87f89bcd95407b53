class K:
    def use(self):
        import old

        return old.stays
