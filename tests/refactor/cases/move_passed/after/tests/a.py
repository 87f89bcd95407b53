import pkg


def f(m):
    return m.tasks.task


f(pkg)
