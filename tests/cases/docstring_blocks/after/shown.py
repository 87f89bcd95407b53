"""Blocks of code.

Example::

    from modern.store import read, save

    read("x")

.. code-block:: python
    :caption: legacy.io

    import modern.store as io
    
    io.read(1)
"""
from modern.store import read


class Shown:
    """A fence.

    ```python
    from modern.store import read, save


    def f():
        return save(read("x"))
    ```

    ```sh
    pip install legacy-tools
    python -m modern.store
    ```

    >>> from modern.store import save
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
        >>> import modern.store
        >>> modern.store.read("\d")
        ~~~
        """

    def first(self): """>>> import modern.store
        >>> modern.store.save(1)

        Then::

            import legacy.io
        """

    def one_home(self):
        """Names of the module.

        ::

            import modern.store
            modern.store.read(1)
        """
        return read(1)
