"""Retired: see the README."""

raise ImportError("""\
old_tools is retired. Its names have other homes:
  old_tools.formats: dr_frames.formatting
  old_tools.tables: dr_frames""")
