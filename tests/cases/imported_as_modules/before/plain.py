import old.bridge

print(old.bridge.get())
