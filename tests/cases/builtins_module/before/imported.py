import six.moves.builtins
import six.moves.builtins as b
from six.moves import builtins, queue

print(six.moves.builtins, b, builtins, queue)
