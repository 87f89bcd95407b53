import ft_pred.data as d

d.f()
