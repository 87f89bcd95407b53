import quux.foo
import quux.foo.bar

quux.foo.f()
quux.foo.bar.g()
