import wag
import wag as module
import wagtools

print(wag.hooks, wagtools.slugify, module.edit.panels.Panel)
