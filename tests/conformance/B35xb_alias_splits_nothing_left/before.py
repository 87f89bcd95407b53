from du import io as u

u.show()
u.connect()
