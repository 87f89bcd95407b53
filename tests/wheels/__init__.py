"""Migrations against wheels."""
