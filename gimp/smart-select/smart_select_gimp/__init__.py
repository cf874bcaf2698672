"""The GIMP 3 plug-in: prompts in, a selection, mask, layer, channel or path out. Only gi and the stdlib."""
