def parse_run_id(text):
    return text
