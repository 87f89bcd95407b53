def list_tarballs(): ...


if True:
    ensure_extracted = list_tarballs
