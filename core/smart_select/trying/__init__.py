"""A page on this computer to try Smart Select without an editor: `smart-select try`."""
