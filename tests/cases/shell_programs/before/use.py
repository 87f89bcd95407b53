def use():
    """Use it.

    ```bash
    python - <<EOF
    from old_tools.frames import table
    EOF
    ```
    """
