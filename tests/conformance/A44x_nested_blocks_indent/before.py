def f():
    if True:
        for i in range(3):
            from u import x, k
            print(x, k)
