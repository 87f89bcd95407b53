# -*- coding: latin-1 -*-
"""Carnet de bord : les exécutions relues à la main."""

import sys

import pandas as pd
from dr_ingest.utils.pandas import *  # noqa: F403
from dr_ingest.utils.pandas import masked_getter  # codemod: ignore[retired-import]
from dr_ingest.utils.pandas import group_col_by_prefix
from dr_ingest.normalization import normalize_str, is_nully

TITRES = {"run_id": "exécution", "seed": "graine", "checked": "vérifiée"}


def relire(df: pd.DataFrame) -> pd.DataFrame:
    df = apply_column_converters(df, {"note": normalize_str})  # noqa: F405
    df = rename_columns(df, TITRES)  # noqa: F405
    df["tâche"] = group_col_by_prefix(df, "task", {"mmlu_": "été"}, output_col="tâche")
    print("première note :", masked_getter(df, df["seed"] == 0, "note"))
    return df[~df["note"].map(is_nully)]


if __name__ == "__main__":
    print(relire(pd.read_csv(sys.argv[1], encoding="latin-1")))
