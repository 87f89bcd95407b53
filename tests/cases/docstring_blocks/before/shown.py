"""Blocks of code.

Example::

    from legacy.io import read, save

    read("x")

.. code-block:: python
    :caption: legacy.io

    import legacy.io as io
    
    io.read(1)
"""
from legacy.io import read


class Shown:
    """A fence.

    ```python
    from legacy.io import read, save


    def f():
        return save(read("x"))
    ```

    ```sh
    pip install legacy-tools
    python -m legacy.io
    ```

    >>> from legacy.io import save
    >>> save(read("x"))

    ```json
    {"a": "legacy.io.read"}
    ```
    """

    def method(self):
        r"""One line.

        Examples
        --------
        ~~~py
        >>> import legacy.io
        >>> legacy.io.read("\d")
        ~~~
        """

    def first(self): """>>> import legacy.io
        >>> legacy.io.save(1)

        Then::

            import legacy.io
        """

    def one_home(self):
        """Names of the module.

        ::

            import legacy.io
            legacy.io.read(1)
        """
        return read(1)
