import mkdocs
import markdown

print(mkdocs, markdown)
