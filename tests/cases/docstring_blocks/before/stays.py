"""Of legacy.io: import legacy.io is no code here.

    A sentence of legacy.io, with an indentation.

```text
from legacy.io import read
```

Note: legacy.io::
from legacy.io import read
"""

TEXT = """
```python
from legacy.io import read
```
"""


def f():
    """Broken.

    ```python
    from legacy.io import
    ```
    """
    return TEXT
