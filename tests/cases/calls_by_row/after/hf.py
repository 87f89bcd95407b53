"""Rows 33 to 69."""

import copy
import json

import pandas as pd
import pytest
from hf_utils import (
    load_datadecide_downstream_results_parsed,  # 68
    load_datadecide_perplexity_results,  # 68
)
from datadec.data import DataDecide  # 62 87 89
from datadec.paths import DataDecidePaths
from dr_hf import create_branch_metadata, parse_branch_name
from hf_utils.checkpoints import (
    analyze_single_checkpoint_with_reporting,  # 56
    print_analysis_summary,  # 55
    print_optimizer_analysis,  # 55
)
from dr_hf import (
    analyze_complete_checkpoint,
    create_comprehensive_summary,
    create_learning_rate_summary,
    download_optimizer_checkpoint,
    save_all_analyses_outputs,
    save_checkpoint_analysis,
)
from hf_utils.configs import print_config_analysis  # 55
from dr_hf import extract_model_architecture_info
from hf_utils.datadecide import DataDecideDefaults  # 66
from hf_utils.huggingface import save_branch_data  # 43
from dr_hf import download_dataset
from dr_hf import get_data_dir, get_repo_dir
from hf_utils.weights import (
    print_weight_analysis,  # 55
)
from dr_hf import (
    calculate_global_weight_stats,
    calculate_tensor_stats,
    calculate_weight_statistics,
)


def branches(b, bs):
    parse_branch_name(b).step  # 33
    info = parse_branch_name(b)
    print(info.valid)  # 33
    info.step  # 34
    info.step  # 34
    "step" in info.model_dump()  # 35
    for k in info.model_dump():  # 36
        print(k)
    list(info.model_dump())  # 36
    len(info.model_dump())  # 36
    info.model_dump().keys()  # 36
    f(**info.model_dump())  # 36
    {**info.model_dump()}  # 36
    assert info.model_dump() == {"step": 1}  # 37
    pd.DataFrame([parse_branch_name(b).model_dump() for b in bs])  # 38
    json.dumps(info.model_dump())  # 39
    copy.copy(info.model_dump())  # 39
    info.model_dump().copy()  # 39


def changed(b):
    info = parse_branch_name(b).model_dump()  # 39
    info["x"] = 1
    info.update(a=1)
    return info["x"]


def metadata(r, s):
    m = create_branch_metadata(r)
    print(m.seed_configurations[s].branches[0].step)  # 40
    print(m.last_updated.isoformat())  # 41
    list(m.seed_configurations[s].step_range) == [0, 1]  # 42
    save_branch_data(r, create_branch_metadata(r))  # 43


def analyses(r, b, d, cfg):
    a = analyze_complete_checkpoint(r, b)
    lr = a.components.optimizer.learning_rate_info  # 44
    print(lr.param_group_lrs)  # 44
    a.error is not None  # 45
    a.error  # 45
    a.components.weights.weights_available  # 46
    arch = a.components.config.architecture_info
    arch.estimated_parameters.estimated_total_millions  # 47
    arch.hidden_size is not None  # 47
    # codemod: review[behaviour-changed-silently] dr_hf.analyze_complete_checkpoint: a model with None for what is absent: x['y'] is x.y, and keys of a config's own are not in it
    arch["some_own_key"]  # 48
    extract_model_architecture_info(cfg)  # 49
    create_comprehensive_summary(json.load(d))  # 50
    create_learning_rate_summary({"a": {}})  # 50
    save_checkpoint_analysis({}, r)  # 50
    x, y, z = save_all_analyses_outputs(json.load(d), r)  # 50 51


def weights(t, w):
    calculate_tensor_stats(t)["error"]  # 52
    # codemod: review[behaviour-changed-silently] dr_hf.calculate_global_weight_stats: other numbers: population std, percentiles of a random sample
    calculate_global_weight_stats(w)  # 53
    # codemod: review[behaviour-changed-silently] dr_hf.calculate_global_weight_stats: other numbers: population std, percentiles of a random sample
    # codemod: review[behaviour-changed-silently] dr_hf.calculate_global_weight_stats: a model or None instead of a dict: x['y'] is x.y
    calculate_global_weight_stats(w)["error"]  # 52
    calculate_weight_statistics("x.bin")  # 54


def printed(a):
    print_weight_analysis(a)
    print_optimizer_analysis(a)
    print_analysis_summary(a)
    print_config_analysis(a)
    analyze_single_checkpoint_with_reporting(a)


def test_printed(capsys):
    download_optimizer_checkpoint("r", "b")  # 57
    print(capsys.readouterr())


def datasets(p, r):
    # codemod: review[behaviour-changed-silently] dr_hf.download_dataset: split= is honoured now, it was always 'train'
    download_dataset(p, r, split="validation")  # 58
    # codemod: review[behaviour-changed-silently] dr_hf.download_dataset: split= is honoured now, it was always 'train'
    download_dataset(p, r, "test")  # 58
    try:
        # codemod: review[behaviour-changed-silently] dr_hf.get_data_dir: DATA_DIR comes from the environment and the .env of this project, no longer from the .env of hf_utils: set it there
        get_data_dir()  # 61
    except (ValueError, RuntimeError):  # 59
        pass
    with pytest.raises((ValueError, RuntimeError)):  # 59
        # codemod: review[behaviour-changed-silently] dr_hf.get_repo_dir: DATA_DIR comes from the environment and the .env of this project, no longer from the .env of hf_utils: set it there
        get_repo_dir()
    try:
        download_dataset(p, r)
    except ConnectionError:  # 60
        pass
    try:
        download_dataset(p, r)
    except Exception as e:
        if isinstance(e, ConnectionError):  # 60
            raise
    try:
        download_dataset(p, r)
    except Exception as e:
        print(type(e))  # 60


def datadecide(F, V, df):
    DataDecide(recompute_from="all" if F else None, verbose=V)  # 63
    DataDecide(recompute_from="all")  # 63
    dd = DataDecide(data_dir="x")
    dd.load_dataframe("ppl_parsed")  # 64
    dd.load_df("x")  # 64
    dd._loaded_dfs["x"]  # 64
    dd.full_eval  # 65
    dd.model_details_df  # 65
    dd.defaults.ppl_types  # 66
    dd.olmes_tasks  # 66
    DataDecideDefaults()
    dd.filter_by_max_step_to_use(df)  # 67
    dd.index_dfs(df)  # 67
    load_datadecide_perplexity_results(force_reload=F)
    load_datadecide_downstream_results_parsed(force_reload=F)
    # codemod: review[behaviour-changed-silently] datadec.paths.DataDecidePaths: the base is ./data/datadecide unless data_dir= is passed, no longer $DATA_DIR/datadecide
    DataDecidePaths()  # 69
    # codemod: review[behaviour-changed-silently] datadec.paths.DataDecidePaths: the base is ./data/datadecide unless data_dir= is passed, no longer $DATA_DIR/datadecide
    q = DataDecidePaths()  # 69
    q.get_path("ppl_raw")  # 69
    q.ds_details_csv_path  # 69
