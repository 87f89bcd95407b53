from .hf_location import HFLocation
from .plain import plain

__all__ = ["HFLocation", "plain"]
