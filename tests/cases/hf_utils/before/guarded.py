try:
    from hf_utils.weights import analyze_model_weights
except ImportError:
    analyze_model_weights = None
