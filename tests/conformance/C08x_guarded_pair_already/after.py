try:
    from dr_hf import fetch
except ImportError:
    from hf_utils import fetch

fetch()
