from __future__ import annotations
import u.t

def f(x: 'u.t.T', y: "list['u.t.T']" = None) -> u.t.T: ...
