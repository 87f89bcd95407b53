import sys

try:
    from ddpred.core import df_utils
except ImportError:
    print("install ddpred")
    sys.exit(1)

print(df_utils.pivot, "data/ddpred/frames", my.ddpred, ddpredicted)
