class C:
    import old as o
    import new.home

    x = new.home.gg()
