import os
import shutil
import subprocess

from old_tools import frames

os.system("old-run && ls")
os.system('pip install old-tools')
os.popen("echo old-run")
subprocess.run(["old-run", "--all"], check=True)
subprocess.check_call("uv pip install 'old_tools>=1'", shell=True)
subprocess.check_output("conda install old-tools", shell=True)  # said
subprocess.run("not-old-run && ./old-run", shell=True)  # said
subprocess.run("python -m old_tools.frames")
print("old-run"), frames.call("old-run is a text\n"), shutil.which("a")
os.system("old-run && python -m old_tools.frames")
uvicorn.run("old_tools.frames:app")
