import app.low
import new


def use(x):
    return x.it.one()


def run():
    use(app.low)
    return new.one()
