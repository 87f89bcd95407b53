from typing_extensions import assert_type
import pytest
import trustme
import freezegun

SCRIPT = """
# /// script
# dependencies = ["rich"]
# ///
"""
print(pytest, trustme, assert_type, freezegun)
