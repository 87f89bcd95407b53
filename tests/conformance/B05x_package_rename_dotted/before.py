import ddpred.data.sets

ddpred.data.sets.f(ddpred.data.sets.K)
