import legacy.io
import legacy.text


def go():
    return legacy.io.fetch(), legacy.io.draw(), legacy.io.load(), legacy.text.wrap()
