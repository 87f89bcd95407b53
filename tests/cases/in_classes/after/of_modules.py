from new import gui
from new.gui import Qt, Thread

print(Qt.Flag.Left, Qt.other, gui.Qt.Flag.Left, Qt.Flag.Left)
thread = Thread(Thread.Priority.High)


class Own(Thread): ...


def f():
    from new.gui import Qt

    return Qt.Flag.Left
