try:
    from dr_hf import fetch
except ImportError:
    from dr_hf import fetch

fetch()
