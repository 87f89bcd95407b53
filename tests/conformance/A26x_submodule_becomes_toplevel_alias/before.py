from p import datadec as dd, other

dd.run(other)
