import textwrap

from exec_tools import run


def test_it(pytester, tmp_path, log):
    pytester.makepyfile("from old import f\nf()")
    (tmp_path / "a.py").write_text("import lib.mod as m\nm.f()\n")
    (tmp_path / "a.py").write_text("from old import stays\nstays()\n")
    log.write("we import old and f from old")
    run(textwrap.dedent("""
        import old
        old.f()
    """))


exec(textwrap.dedent("""
    import old
    old.f()
"""))
