import pkg

print(pkg.tasks.task)
