import ddpred.data as d

d.f()
