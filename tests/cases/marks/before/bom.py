# coding: utf-8
from old_tools import setter