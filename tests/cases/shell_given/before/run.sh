#!/bin/bash
alias x='old-run --all'
alias y="old-run"
alias old-all='old-all --quiet'
trap 'old-run --stop' EXIT
trap "old-run; rm x" INT TERM
bash -c 'old-run && pip install old-tools'
if true; then /bin/sh -c "old-run $A"; fi
eval 'old-run'
bash -lc 'cd x &&
  old-run --y
  pip install old-tools'
zsh -c "python -c 'import old_tools.frames'"
alias z="pip install 'old-tools>=1'"
