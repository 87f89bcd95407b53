import du.io as du

du.show()
du.connect()
du.rest()
