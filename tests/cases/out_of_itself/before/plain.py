import wag.core
import wag.core as module

print(wag.core.hooks, module.slugify, module.edit.handlers.Panel)
