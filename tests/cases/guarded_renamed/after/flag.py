try:
    import new_kit
except ImportError:
    HAS = False
else:
    HAS = True

if HAS:
    new_kit.store(1)
