def f():
    if True:
        for i in range(3):
            from u import k
            from v import x
            print(x, k)
