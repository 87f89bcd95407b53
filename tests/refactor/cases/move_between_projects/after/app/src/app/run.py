from tools.core import main as core
from base.tables import main

print(core(), main())
