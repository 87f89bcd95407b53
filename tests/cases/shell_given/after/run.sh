#!/bin/bash
alias x='new-run --all'
alias y="new-run"
alias old-all='old-all --quiet'
trap 'new-run --stop' EXIT
trap "new-run; rm x" INT TERM
bash -c 'new-run && pip install "new-kit>=1.0,<2"'
if true; then /bin/sh -c "new-run $A"; fi
eval 'new-run'
bash -lc 'cd x &&
  new-run --y
  pip install "new-kit>=1.0,<2"'
zsh -c "python -c 'import new_kit.frames'"
alias z="pip install 'new-kit>=1.0,<2'"
