#!/bin/sh
xgettext -k'_' -o old.pot src/new/core.py
pytest --cov=new.core
