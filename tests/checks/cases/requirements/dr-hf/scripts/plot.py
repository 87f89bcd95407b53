import common
import plotly.express as px

print(common, px)
