import hf_utils
from hf_utils import *
from hf_utils import fetch_checkpoint, load_datadecide_perplexity_results

hf_utils.fetch_checkpoint = lambda name, filename="": fetch_checkpoint(name, "tiny.bin")


def main():
    from hf_utils import get_data_dir

    print(get_data_dir(), hf_utils.fetch_checkpoint("demo"))
    print(load_datadecide_perplexity_results(), CACHE)


if __name__ == "__main__":
    main()
