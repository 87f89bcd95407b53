from pkg import zz as tasks

print(tasks.task)
