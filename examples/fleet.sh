#!/bin/sh
# fleet.sh BIN: three repositories from one version of the template to the next, with one
# conflict, ending with a page about them. Everything is local.
set -eu
PATH=$(cd "$1" && pwd):$PATH
root=$(cd "$(dirname "$0")/.." && pwd)
demo=$PWD/.demo/fleet
rm -rf "$demo"
mkdir -p "$demo"
cd "$demo"
export GIT_AUTHOR_NAME=demo GIT_AUTHOR_EMAIL=demo@example.org
export GIT_COMMITTER_NAME=demo GIT_COMMITTER_EMAIL=demo@example.org

# run CODE COMMAND...: show a command, and check its exit code.
run() {
    expected=$1
    shift
    printf '\n$ %s\n' "$*"
    status=0
    "$@" || status=$?
    [ "$status" -eq "$expected" ] || {
        echo "exit code $status, not $expected" >&2
        exit 1
    }
}

commit() { # commit FOLDER MESSAGE
    git -C "$1" add --all
    git -C "$1" commit --quiet --message "$2"
}

release() { # release VERSION: commit and tag the template
    commit template "release $1"
    git -C template tag "v$1"
}

# The template at its first version.
mkdir template
cp -R "$root/copier.yml" "$root/templates" template/
git -C template init --quiet --initial-branch main
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/pyproject.toml")
release "$version"

# Two projects are generated, and one that lost its answers is adopted.
cat > fleet.toml <<TOML
[template]
url = "git+$(python -c 'import pathlib; print(pathlib.Path("template").resolve().as_uri())')"
TOML
run 0 fleet new ft-scaling
run 0 fleet new ft-pred
copier copy --quiet --defaults --data project_name=old-tables --data data_source=committed \
    "$root/templates/project" old-tables
rm old-tables/.copier-answers.yml
git -C old-tables init --quiet --initial-branch main
commit old-tables "tables, from before there was a fleet"
run 0 fleet add old-tables --layer project
echo 'answers = { data_source = "committed" }' >> fleet.toml
run 0 fleet adopt old-tables
run 0 git -C old-tables merge --quiet template/v"$version"

# People change what the template made, one of them a line that its next version changes.
edit() { # edit SCRIPT FILE
    sed -i.old "$1" "$2"
    rm "$2.old"
}
edit 's/^- Full type annotations[^;]*;.*/- Full type annotations; docstrings are short./' ft-pred/AGENTS.md
echo 'Made on the cluster, see the wiki.' >> ft-scaling/README.md
commit ft-pred "our own style"
commit ft-scaling "where it is made"

# The template at its next version: one line differs, one file is new.
next=${version%.*}.$((${version##*.} + 1))
files=template/templates/project/files
edit "s/^  default: \"$version\"/  default: \"$next\"/" template/templates/project/copier.yml
edit 's/^- Full type annotations[^;]*;/- Full type annotations, none of them Any;/' "$files/AGENTS.md.jinja"
printf '[*]\ncharset = utf-8\n' > "$files/.editorconfig"
release "$next"

run 1 fleet status
run 1 fleet update

# One repository has a conflict, and so no branch. A person merges in a tree of their own
# (on a terminal the merge tool starts); here both sides' words are taken.
run 1 fleet resolve ft-pred --no-tool
tree=.fleet/resolve/ft-pred
run 0 git -C "$tree" diff AGENTS.md
edit '/^<<<<<<< /d; /^=======$/d; /^>>>>>>> /d' "$tree/AGENTS.md"
git -C "$tree" add AGENTS.md
run 0 fleet resolve ft-pred --no-tool

for name in ft-scaling ft-pred old-tables; do
    git -C "$name" merge --quiet --no-edit "template/v$next"
done
run 0 fleet update
echo 'line-length is ours' >> ft-pred/AGENTS.md
commit ft-pred "drift"
# Files that are merged may differ: that is shown, and no alarm.
run 0 fleet status --html report.html
echo
echo "See .demo/fleet/report.html"
