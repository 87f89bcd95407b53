from datadec import datadec

datadec.run()
