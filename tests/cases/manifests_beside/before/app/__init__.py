from hf_utils.branches import is_checkpoint_branch

print(is_checkpoint_branch("x"))
