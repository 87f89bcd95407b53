"""What belongs elsewhere in a family of repositories: checks that only look."""
