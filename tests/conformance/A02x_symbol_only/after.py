from dr_hf.hub import download as fetch

fetch('x')
