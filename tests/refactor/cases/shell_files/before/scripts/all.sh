#!/bin/sh
xgettext -k'_' -o old.pot src/old/core.py
pytest --cov=old.core
