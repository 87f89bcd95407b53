#!/usr/bin/env bash
# Runs old-run: see old_tools.
set -euo pipefail

install() {
  pip install -q old-tools pandas
  "$PYTHON" -m pip install --upgrade "old_tools[dev]>=1"
}

if [[ "${1:-}" == "--all" ]]; then
  old-run --all | tee old-run.log
else
  python -m old_tools.frames "$@"
fi
python - <<EOF
from old_tools.frames import table
from old_tools import io

table(io.load("$1"))
EOF
python3 -c 'from old_tools.frames import table; print(table("x"))'
for one in a b; do python -u -c "import old_tools.frames as frames; frames.table('$one')"; done
python -c "import old_tools.frames; old_tools.frames.table()"
python -c "
from old_tools.frames import table
table()
"
conda install old-tools
cd old_tools && ls old_tools/
export PYTHONPATH=old_tools
case "$1" in
  old-run) old-run | (old-run) ;;
  *) x=$(old-run list | old-run) ;;
esac
