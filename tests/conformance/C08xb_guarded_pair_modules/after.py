try:
    import dr_hf as h
except ImportError:
    import dr_hf as h

h.fetch()
