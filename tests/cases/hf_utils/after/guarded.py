try:
    from dr_hf import analyze_model_weights
except ImportError:
    analyze_model_weights = None
