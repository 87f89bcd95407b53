from app.holders import Here

print(Here.low.old.one(), Here().fine.done())
