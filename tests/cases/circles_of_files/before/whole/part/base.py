from whole.names import three

two = three - 1
