old-run() {
  command python -m old_tools.frames "$@"
}
old-run --all
