from __future__ import annotations
import v

def f(x: 'v.T', y: "list['v.T']" = None) -> v.T: ...
