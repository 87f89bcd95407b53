extensions = ["sphinx.ext.autodoc", "modern.text"]
autodoc_mock_imports = ["modern.text"]
