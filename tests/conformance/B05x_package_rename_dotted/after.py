import ft_pred.data.sets

ft_pred.data.sets.f(ft_pred.data.sets.K)
