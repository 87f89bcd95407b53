extensions = ["sphinx.ext.autodoc", "legacy.text"]
autodoc_mock_imports = ["legacy.text"]
