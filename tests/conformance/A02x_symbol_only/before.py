from hf_utils.io import fetch

fetch('x')
