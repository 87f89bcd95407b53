from app import low, mid
