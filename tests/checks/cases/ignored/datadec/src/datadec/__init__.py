from dr_frames import (
    a,  # codemod: ignore[re-exported-name]
    b,
)
from dr_frames import c  # codemod: ignore[re-exported-name, layer-violation]
import ft_pred  # codemod: ignore
import requests  # codemod: ignore[undeclared-dependency]
import httpx  # codemod: ignore[unused-dependency]

text = "# codemod: ignore"
print(ft_pred, requests, httpx)
