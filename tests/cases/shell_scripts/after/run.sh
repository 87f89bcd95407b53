#!/usr/bin/env bash
# Runs old-run: see old_tools.
set -euo pipefail

install() {
  pip install -q "new-kit>=1.0,<2" "other-kit[fast]>=3" pandas
  "$PYTHON" -m pip install --upgrade "new-kit>=1.0,<2" "other-kit[fast]>=3"
}

if [[ "${1:-}" == "--all" ]]; then
  new-run --all | tee old-run.log
else
  python -m new_kit.frames "$@"
fi
python - <<EOF
from new_kit.frames import table
import other_kit as io

table(io.load("$1"))
EOF
python3 -c 'from new_kit.frames import table; print(table("x"))'
for one in a b; do python -u -c "import old_tools.frames as frames; frames.table('$one')"; done
python -c "import new_kit.frames; new_kit.frames.table()"
python -c "
from new_kit.frames import table
table()
"
conda install old-tools
cd old_tools && ls old_tools/
export PYTHONPATH=old_tools
case "$1" in
  old-run) new-run | (new-run) ;;
  *) x=$(new-run list | new-run) ;;
esac
