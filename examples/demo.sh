#!/bin/sh
# Rewrite a copy of the example repository; show the change, then what is said of it.
set -eu
bin=$1
here=$(dirname "$0")
rm -rf .demo
mkdir .demo
cp -R "$here/legacy-analysis" .demo/
run() {
    printf '\n$ %s\n' "$*"
    status=0
    "$bin/$@" || status=$?
    # 1: something is left for a person, as it should be here.
    [ "$status" -le 1 ] || exit "$status"
}
run codemod list
run codemod rewrite-imports --diff .demo/legacy-analysis -q
run codemod rewrite-imports .demo/legacy-analysis
