import rx as re_x

pattern = re_x.build("a")
del re_x
