#!/usr/bin/env python3
"""Filters ▸ Smart Select in GIMP 3: GIMP starts this file; all else is in the packages beside it."""

from smart_select_gimp.plug_in import main

main()
