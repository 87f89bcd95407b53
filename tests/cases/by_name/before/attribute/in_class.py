class K:
    import old as attribute
