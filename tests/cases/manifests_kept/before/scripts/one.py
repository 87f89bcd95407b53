#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "hf-utils",  # from us
#   "rich",
# ]
#
# [tool.uv.sources]
# hf-utils = { path = "../../hf_utils" }
# ///
from hf_utils.branches import parse_branch_name
