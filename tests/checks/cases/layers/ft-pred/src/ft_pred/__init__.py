import datadec
import ft_scaling

print(datadec, ft_scaling)
