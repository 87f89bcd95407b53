try:
    import old_tools
except ImportError:
    HAS = False
else:
    HAS = True

if HAS:
    old_tools.write(1)
