try:
    from ddpred.core import fit
except ImportError:
    fit = None
