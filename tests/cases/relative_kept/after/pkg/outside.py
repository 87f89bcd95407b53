from .a import keep
from elsewhere import bar
