def go():
    import old

    old.f()
    return locals()["old"].f()
