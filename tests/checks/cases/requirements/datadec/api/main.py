import datadec
import fastapi
import starlette

print(datadec, fastapi, starlette)
