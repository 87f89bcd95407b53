import requests
import ft_pred

print(requests, ft_pred)
