import depot  # registers the drivers
import depot.goods

print(depot.goods.Crate)
