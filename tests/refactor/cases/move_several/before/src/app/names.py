from app.paths import TABLE

NAME = TABLE.name
