"""What changes a repository as a whole, and records it as a migration."""
