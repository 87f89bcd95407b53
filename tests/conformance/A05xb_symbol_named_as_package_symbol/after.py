from dd.core import run as datadec

datadec()
