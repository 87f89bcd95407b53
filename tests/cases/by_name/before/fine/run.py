exec('import old as o; o.stays()')
exec('from old import stays')
