from old import bar

bar()
