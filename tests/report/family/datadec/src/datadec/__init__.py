import dr_hf


def lazily():
    from ft_scaling import runs
