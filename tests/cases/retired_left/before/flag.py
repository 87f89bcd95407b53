try:
    import hf_utils

    HAS_HF_UTILS = True
except ImportError:
    HAS_HF_UTILS = False
