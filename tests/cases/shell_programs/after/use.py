def use():
    """Use it.

    ```bash
    python - <<EOF
    from new_kit.frames import table
    EOF
    ```
    """
