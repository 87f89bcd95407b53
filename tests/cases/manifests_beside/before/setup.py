from setuptools import setup

setup(
    extras_require={"hub": ["hf-utils>=0.1"], "all": ["hf_utils"]},
    entry_points={
        "console_scripts": ["a=hf_utils.branches:parse_branch_name [hub]"],
        "x": "c = hf_utils.checkpoints:save_checkpoint_analysis",
    },
)
