import pandas as pd


def main():
    return pd.DataFrame()
