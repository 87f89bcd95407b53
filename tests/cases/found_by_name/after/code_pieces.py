import subprocess
import sys

named = "f"
run = subprocess.run
run([sys.executable, "-c", "import old; old.%s()" % named])
run([sys.executable, "-c", f"from old import f; f({named!r})"])
run([sys.executable, "-c", f"print({named!r}); import old; old.stays()"])
script = "import old\nold.f({})"
run([sys.executable, "-c", script.format(named)])
run([sys.executable, "-c", "import old; " + "old.stays()"])
print("import old; old.%s()" % named)
