class HFLocation:
    pass
