import depot  # registers the drivers
import yard

print(yard.Box)
