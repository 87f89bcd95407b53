exec('import old')
