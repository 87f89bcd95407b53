def go():
    import old
    import new

    new.f()
    return locals()["old"].f()
