try:
    import dr_hf as h
except ImportError:
    import hf_utils as h

h.fetch()
