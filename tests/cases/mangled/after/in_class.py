"""What a class imports by a private name is its own."""


class C:
    from old import __one
    from old import _C__one as written_out
    from new import two as __two
    import old as __o
    import new

    z = __two(), new.two

    def f(self):
        return self.__one, self.__two, __one

    def g(self):
        from old import __one
        from new import two
        import new as _C__o

        return __one(two), __o.two

    class __D:
        import old as __o
        import new

        z = new.two


print(C._C__one)
