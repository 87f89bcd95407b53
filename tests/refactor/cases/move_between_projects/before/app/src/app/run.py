from tools.core import main as core
from tools.tables import main

print(core(), main())
