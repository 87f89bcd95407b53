import app.low; print((lambda x: x.low.old.g())(app))
