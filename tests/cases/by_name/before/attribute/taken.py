from attribute.in_class import K

K.attribute.f()
