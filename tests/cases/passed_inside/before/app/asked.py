from app import low
from app.others import use

if low is not None:
    setattr(low, "level", 1)
    use(low.run)
