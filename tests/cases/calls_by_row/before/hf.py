"""Rows 33 to 69."""

import copy
import json

import pandas as pd
import pytest
from hf_utils import (
    DataDecide,  # 62 87 89
    DataDecidePaths,
    load_datadecide_downstream_results_parsed,  # 68
    load_datadecide_perplexity_results,  # 68
)
from hf_utils.branches import create_branch_metadata, parse_branch_name
from hf_utils.checkpoints import (
    analyze_complete_checkpoint,
    analyze_single_checkpoint_with_reporting,  # 56
    create_comprehensive_summary,
    create_learning_rate_summary,
    download_optimizer_checkpoint,
    print_analysis_summary,  # 55
    print_optimizer_analysis,  # 55
    save_all_analyses_outputs,
    save_checkpoint_analysis,
)
from hf_utils.configs import extract_model_architecture_info, print_config_analysis  # 55
from hf_utils.datadecide import DataDecideDefaults  # 66
from hf_utils.huggingface import download_dataset, save_branch_data  # 43
from hf_utils.paths import get_data_dir, get_repo_dir
from hf_utils.weights import (
    calculate_global_weight_stats,
    calculate_tensor_stats,
    calculate_weight_statistics,
    print_weight_analysis,  # 55
)


def branches(b, bs):
    parse_branch_name(b)["step"]  # 33
    info = parse_branch_name(b)
    print(info["valid"])  # 33
    info.get("step")  # 34
    info.get("step", 0)  # 34
    "step" in info  # 35
    for k in info:  # 36
        print(k)
    list(info)  # 36
    len(info)  # 36
    info.keys()  # 36
    f(**info)  # 36
    {**info}  # 36
    assert info == {"step": 1}  # 37
    pd.DataFrame([parse_branch_name(b) for b in bs])  # 38
    json.dumps(info)  # 39
    copy.copy(info)  # 39
    info.copy()  # 39


def changed(b):
    info = parse_branch_name(b)  # 39
    info["x"] = 1
    info.update(a=1)
    return info["x"]


def metadata(r, s):
    m = create_branch_metadata(r)
    print(m["seed_configurations"][s]["branches"][0]["step"])  # 40
    print(m["last_updated"])  # 41
    m["seed_configurations"][s]["step_range"] == [0, 1]  # 42
    save_branch_data(r, create_branch_metadata(r))  # 43


def analyses(r, b, d, cfg):
    a = analyze_complete_checkpoint(r, b)
    lr = a["components"]["optimizer"]["learning_rate_info"]  # 44
    print(lr["param_group_lrs"])  # 44
    "error" in a  # 45
    a.get("error")  # 45
    a["components"]["weights"]["weights_available"]  # 46
    arch = a["components"]["config"]["architecture_info"]
    arch["estimated_parameters"]["estimated_total_millions"]  # 47
    "hidden_size" in arch  # 47
    arch["some_own_key"]  # 48
    extract_model_architecture_info(cfg)  # 49
    create_comprehensive_summary(json.load(d))  # 50
    create_learning_rate_summary({"a": {}})  # 50
    save_checkpoint_analysis({}, r)  # 50
    x, y, z = save_all_analyses_outputs(json.load(d), r)  # 50 51


def weights(t, w):
    calculate_tensor_stats(t)["error"]  # 52
    calculate_global_weight_stats(w)  # 53
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
    download_dataset(p, r, split="validation")  # 58
    download_dataset(p, r, "test")  # 58
    try:
        get_data_dir()  # 61
    except ValueError:  # 59
        pass
    with pytest.raises(ValueError):  # 59
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
    DataDecide(force_reload=F, verbose=V)  # 63
    DataDecide(True)  # 63
    dd = DataDecide(data_dir="x")
    dd.ppl_parsed_df  # 64
    dd.load_df("x")  # 64
    dd._loaded_dfs["x"]  # 64
    dd.full_eval_ds  # 65
    dd.model_details_df  # 65
    dd.defaults.ppl_types  # 66
    dd.olmes_tasks  # 66
    DataDecideDefaults()
    dd.filter_by_max_step_to_use(df)  # 67
    dd.index_dfs(df)  # 67
    load_datadecide_perplexity_results(force_reload=F)
    load_datadecide_downstream_results_parsed(force_reload=F)
    DataDecidePaths()  # 69
    q = DataDecidePaths()  # 69
    q.ppl_eval_raw_path  # 69
    q.ds_details_path  # 69
