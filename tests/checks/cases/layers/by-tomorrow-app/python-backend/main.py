import ft_scaling

print(ft_scaling)
