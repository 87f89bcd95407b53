class A:
    # codemod:review[behaviour-changed-silently] look at this
    pass  # codemod: review[behaviour-changed-silently]
