from app import low

x = low
x.lib.one()
