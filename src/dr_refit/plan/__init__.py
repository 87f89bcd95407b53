"""A plan for a fleet: what it asks for, and how much of that is true today."""
