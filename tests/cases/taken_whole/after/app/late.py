def load():
    global lib
    import lib


load()
