import low
import our_tools

low.run(our_tools, "SELECT a FROM c")
low.run("select")
