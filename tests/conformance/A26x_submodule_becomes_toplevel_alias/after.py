from p import other
import datadec as dd

dd.run(other)
