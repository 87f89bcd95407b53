import os
import shutil
import subprocess

from new_kit import frames

os.system("new-run && ls")
os.system('pip install "new-kit>=1.0,<2"')
os.popen("echo old-run")
subprocess.run(["new-run", "--all"], check=True)
subprocess.check_call("uv pip install 'new-kit>=1.0,<2'", shell=True)
subprocess.check_output("conda install old-tools", shell=True)  # said
subprocess.run("not-old-run && ./old-run", shell=True)  # said
subprocess.run("python -m new_kit.frames")
print("old-run"), frames.call("old-run is a text\n"), shutil.which("a")
os.system("new-run && python -m new_kit.frames")
uvicorn.run("new_kit.frames:app")
