"""The window of a verb: its settings, as GIMP makes them, and beside them what becomes of the picture."""
