"""Every repository of a family kept in step with its template."""
