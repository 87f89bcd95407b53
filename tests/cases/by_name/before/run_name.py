exec('from old import f as g; g()')
