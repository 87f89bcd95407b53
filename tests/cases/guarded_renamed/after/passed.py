try:
    import old_tools
except ImportError:
    old_tools = None

if old_tools:
    old_tools.write(1)
    run(old_tools)
