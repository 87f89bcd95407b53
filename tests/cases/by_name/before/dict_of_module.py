m = __import__('old')
print(m.__dict__['f'])
