from datadec import datadec

datadec()
