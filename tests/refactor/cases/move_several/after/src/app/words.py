from app.io.paths import TABLE

NAME = TABLE.name
