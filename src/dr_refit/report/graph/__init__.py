"""The dependency flow of a fleet, drawn."""
