from app import core
from app.core import y
from app.kit import nail
