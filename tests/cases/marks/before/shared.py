x = (1,
     2); from old_tools import setter
def decorator(f): return f


@decorator
@decorator
class A: from old_tools.deep import setter
