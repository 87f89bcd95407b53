try:
    # codemod: review[behaviour-changed-silently] dr_hf.analyze_model_weights: a model instead of a dict: a['x'] is a.x; "'error' in a" is always False: test a.error is not None
    from dr_hf import analyze_model_weights
except ImportError:
    analyze_model_weights = None
