#!/bin/bash
case "$1" in
  old-run) shift ;;
  old-run | all) echo a ;;
  "old-run"|old-run-all) ;;
  (old-run) ;;
esac
(cd x && exit 1)
cat <<EOF
old-run
EOF
