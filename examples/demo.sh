#!/bin/sh
# demo.sh BIN: rewrite a copy of the example repository; make a new one, run its tests;
# bring a fleet of three to the next version of the template.
set -eu
bin=$(cd "$1" && pwd)
PATH=$bin:$PATH
here=$(cd "$(dirname "$0")" && pwd)
demo=$PWD/.demo
rm -rf "$demo/legacy-analysis" "$demo/ft-scaling" "$demo/github"  # downloads are kept
mkdir -p "$demo/github/drothermel"
cp -R "$here/legacy-analysis" "$demo/"
cp -R "$here/stand-ins/datadec" "$demo/github/drothermel/"

run() {
    printf '\n$ %s\n' "$*"
    status=0
    "$@" || status=$?
    # codemod's 1: something is left for a person, as it should be here.
    [ "$status" -eq 0 ] || [ "$1$status" = codemod1 ] || exit "$status"
}

run codemod list
run codemod rewrite-imports --diff .demo/legacy-analysis -q
run codemod rewrite-imports .demo/legacy-analysis

run copier copy --defaults "$here/../templates/project" .demo/ft-scaling

(
    # Only a package registry is asked: datadec is on none, so a stand-in takes the place of
    # its repository, and nobody's cache may keep that under the name of the real one.
    export GIT_AUTHOR_NAME=demo GIT_AUTHOR_EMAIL=demo@example.org
    export GIT_COMMITTER_NAME=demo GIT_COMMITTER_EMAIL=demo@example.org
    for repository in "$demo/github/drothermel/datadec" "$demo/ft-scaling"; do
        git -C "$repository" init --quiet
        git -C "$repository" add --all
        git -C "$repository" commit --quiet --message demo
    done
    git -C "$demo/github/drothermel/datadec" tag dd4f54c
    export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="url.file://$demo/github/.insteadOf"
    export GIT_CONFIG_VALUE_0=https://github.com/
    export UV_CACHE_DIR="$demo/uv" UV_PYTHON="$(command -v python)"
    unset VIRTUAL_ENV

    cd "$demo/ft-scaling"
    run uv sync --quiet
    run uv run pytest
)

exec sh "$here/fleet.sh" "$bin"
