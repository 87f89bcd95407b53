from dr_hf import is_checkpoint_branch

print(is_checkpoint_branch("x"))
