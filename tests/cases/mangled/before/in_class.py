"""What a class imports by a private name is its own."""


class C:
    from old import __one
    from old import _C__one as written_out
    from old import two as __two
    import old as __o

    z = __two(), __o.two

    def f(self):
        return self.__one, self.__two, __one

    def g(self):
        from old import __one, two
        import old as __o

        return __one(two), __o.two

    class __D:
        import old as __o

        z = __o.two


print(C._C__one)
