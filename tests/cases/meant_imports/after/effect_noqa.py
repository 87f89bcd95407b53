import depot  # noqa: F401
import yard

print(yard.Box)
