import old.gui
from old import gui
from old.gui import Qt, Thread

print(Qt.Left, Qt.other, gui.Qt.Left, old.gui.Qt.Left)
thread = Thread(Thread.High)


class Own(Thread): ...


def f():
    from old.gui import Qt

    return Qt.Left
