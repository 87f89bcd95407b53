def f(a):
    try:
        from old_tools import setter
    except ImportError:
        setter = None
    if a:
	    from old_tools.deep import setter as other
    return setter, other
