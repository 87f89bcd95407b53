def f(a):
    try:
        # codemod: review[behaviour-changed-silently] dr_x.setter: returns a copy → look
        from dr_x import setter
    except ImportError:
        setter = None
    if a:
	    # codemod: review[behaviour-changed-silently] dr_x.deep.masked_setter: encoding : utf-8, no longer latin-1
	    from dr_x.deep import masked_setter as other
    return setter, other
