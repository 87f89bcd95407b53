from setuptools import setup

setup(
    extras_require={"hub": ["hf-utils>=0.1"], "all": ["hf_utils"]},
    entry_points={
        "console_scripts": ["a=dr_hf:parse_branch_name [hub]"],
        "x": "c = dr_hf:save_checkpoint_analysis",
    },
)
