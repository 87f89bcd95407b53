from plots import bar

bar()
