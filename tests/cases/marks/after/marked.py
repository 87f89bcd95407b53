# codemod: review[behaviour-changed-silently] dr_x.setter: returns a copy → look
from dr_x import setter
from dr_x import setter as again
