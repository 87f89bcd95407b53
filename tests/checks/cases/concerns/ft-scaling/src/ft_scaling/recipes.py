class DataDecideRecipes:
    url = "https://huggingface.co/allenai"
    name = "allenai/DataDecide-recipes"
