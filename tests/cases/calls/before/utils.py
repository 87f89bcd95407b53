from hf_utils import DataDecide, DataDecidePaths
from hf_utils.branches import create_branch_metadata
from hf_utils.checkpoints import (
    analyze_complete_checkpoint,
    create_comprehensive_summary,
    process_all_checkpoints,
    process_single_checkpoint,
    save_all_analyses_outputs,
)
from hf_utils.paths import get_data_dir
from hf_utils.weights import (
    calculate_global_weight_stats,
    calculate_weight_statistics,
    download_model_weights,
)


def meta(r, s):
    m = create_branch_metadata(r)
    print(m["seed_configurations"][s]["branches"][0]["step"], m["last_updated"])
    low, high = m["seed_configurations"][s]["step_range"]
    for seed, config in m["seed_configurations"].items():
        print(seed, config["count"], [b["step"] for b in config["branches"]])


def analyses(r, b, d):
    analysis = analyze_complete_checkpoint(r, b)
    if "error" in analysis:
        print(analysis["error"], analysis.get("error"))
    if "error" not in analysis["components"]["optimizer"]:
        lrs = analysis["components"]["optimizer"]["learning_rate_info"]["param_group_lrs"]
        print(lrs[0]["current_lr"], lrs[0].get("momentum"))
    print(analysis["components"]["weights"]["weights_available"])
    all_of_them = process_all_checkpoints(r)
    create_comprehensive_summary(all_of_them)
    create_comprehensive_summary(d)
    for branch, one in all_of_them.items():
        print(one["step"], "error" in one)
    name, single = process_single_checkpoint(r, b)
    print(name, single["step"])
    a, b, c = save_all_analyses_outputs(all_of_them, r)
    calculate_global_weight_stats(d)
    calculate_weight_statistics("x.bin")
    print(calculate_weight_statistics("x.safetensors")["num_tensors"])


def decide():
    dd = DataDecide(force_reload=True, verbose=False)
    dd.ppl_parsed_df.head()
    print(dd.full_eval_ds, dd.index_dfs(1), DataDecide(True).dwn_raw_df)
    DataDecidePaths().ppl_eval_raw_path
    try:
        return get_data_dir()
    except ValueError:
        return None


def test_quiet(capsys):
    download_model_weights("a", "b", "c")
    assert capsys.readouterr().out
