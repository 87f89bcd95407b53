import foo
import foo.bar

foo.f()
foo.bar.g()
