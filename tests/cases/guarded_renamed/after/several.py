try:
    import old_tools as o
except ImportError:
    o = None
try:
    import old_tools
except ImportError:
    old_tools = None

if o and old_tools:
    o.write(1)
    o.apart(1)
    old_tools.write(1)
    old_tools.apart(1)
