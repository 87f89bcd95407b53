ft_scaling = datadec = 1
