old-run() {
  command python -m new_kit.frames "$@"
}
old-run --all
