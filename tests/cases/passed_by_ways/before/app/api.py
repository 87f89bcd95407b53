from app import low
