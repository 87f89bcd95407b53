from dd.core import datadec

datadec.run()
