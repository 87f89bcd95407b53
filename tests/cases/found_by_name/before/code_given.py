import re
import subprocess
import sys

CODE = """\
import old

old.f()
"""
OTHER = "from old import g\n"


def test_program(tmp_path):
    (tmp_path / "program.py").write_text(CODE)
    subprocess.run([sys.executable, "-"], input="from old import f", text=True)
    process = subprocess.Popen([sys.executable], stdin=subprocess.PIPE, text=True)
    process.communicate("import old as o; o.f()")
    exec(compile("from old import f; f()", "code", "exec"))
    (tmp_path / "other.py").write_text(OTHER)
    re.compile("old.f")
    subprocess.run(["cat"], input="old.f is the old one", text=True)
