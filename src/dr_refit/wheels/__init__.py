"""Migrations against what is published: wheels, read and never installed."""
