import app.low


def use(x):
    return x.it.one()


def run():
    use(app.low)
    return app.low.lib.one()
