from pkg import tasks

print(tasks.task)
