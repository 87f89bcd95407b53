import app.kinds as kinds

print(kinds.futures.run(), kinds.times.run())
