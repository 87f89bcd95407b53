# It loads who asks for the helper, which is in here from now on.
from deep.main import main
