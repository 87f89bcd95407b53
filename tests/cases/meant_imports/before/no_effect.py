import depot
import depot.goods

print(depot.goods.Crate)
