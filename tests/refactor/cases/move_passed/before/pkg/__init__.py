from .tasks import task
