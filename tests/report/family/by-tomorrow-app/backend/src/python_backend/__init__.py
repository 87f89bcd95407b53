import ft_scaling
