from datadec.data import DataDecide
from datadec.paths import DataDecidePaths
from dr_hf import create_branch_metadata
from dr_hf import (
    analyze_complete_checkpoint,
    create_comprehensive_summary,
    process_all_checkpoints,
    process_single_checkpoint,
    save_all_analyses_outputs,
)
from dr_hf import get_data_dir
from dr_hf import (
    calculate_global_weight_stats,
    calculate_weight_statistics,
    download_model_weights,
)


def meta(r, s):
    m = create_branch_metadata(r)
    print(m.seed_configurations[s].branches[0].step, m.last_updated.isoformat())
    low, high = list(m.seed_configurations[s].step_range)
    for seed, config in m.seed_configurations.items():
        print(seed, config.count, [b.step for b in config.branches])


def analyses(r, b, d):
    analysis = analyze_complete_checkpoint(r, b)
    if analysis.error is not None:
        print(analysis.error, analysis.error)
    if analysis.components.optimizer.error is None:
        lrs = analysis.components.optimizer.learning_rate_info.param_group_lrs
        print(lrs[0].current_lr, lrs[0].momentum)
    print(analysis.components.weights.weights_available)
    all_of_them = process_all_checkpoints(r)
    create_comprehensive_summary(all_of_them)
    create_comprehensive_summary(d)
    for branch, one in all_of_them.items():
        print(one.step, one.error is not None)
    name, single = process_single_checkpoint(r, b)
    print(name, single.step)
    a, b, c = save_all_analyses_outputs(all_of_them, r)
    # codemod: review[behaviour-changed-silently] dr_hf.calculate_global_weight_stats: other numbers: population std, percentiles of a random sample
    calculate_global_weight_stats(d)
    calculate_weight_statistics("x.bin")
    print(calculate_weight_statistics("x.safetensors").num_tensors)


def decide():
    dd = DataDecide(recompute_from="all", verbose=False)
    dd.load_dataframe("ppl_parsed").head()
    print(dd.full_eval, dd.index_dfs(1), DataDecide(recompute_from="all").load_dataframe("dwn_raw"))
    # codemod: review[behaviour-changed-silently] datadec.paths.DataDecidePaths: the base is ./data/datadecide unless data_dir= is passed, no longer $DATA_DIR/datadecide
    DataDecidePaths().get_path("ppl_raw")
    try:
        # codemod: review[behaviour-changed-silently] dr_hf.get_data_dir: DATA_DIR comes from the environment and the .env of this project, no longer from the .env of hf_utils: set it there
        return get_data_dir()
    except (ValueError, RuntimeError):
        return None


def test_quiet(capsys):
    download_model_weights("a", "b", "c")
    assert capsys.readouterr().out
