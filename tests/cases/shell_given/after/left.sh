#!/bin/bash
function old-run { true; }
trap 'old-run' EXIT
# alias x='old-all'
alias q='old-all'  # codemod: ignore
alias p="a" z='old-all'
mytrap 'old-all'
ssh host 'old-all'
docker exec image bash -c 'old-all'
echo 'old-all'
X='old-all --all'
eval "old-all \"a\""
bash -c 'echo old-all'
bash -c 'conda install old-tools'
