import legacy.io
import modern.net
import other
import modern.text


def go():
    return modern.net.fetch(), other.draw(), modern.net.read(), modern.text.wrap()
