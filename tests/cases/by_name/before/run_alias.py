exec('import old as o; o.f()')
