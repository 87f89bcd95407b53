from __future__ import annotations
import u.t
import v

def f(x: 'v.T', y: "list['u.t.T']" = None) -> v.T: ...
