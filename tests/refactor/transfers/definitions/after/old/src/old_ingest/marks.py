DASH = "-"
