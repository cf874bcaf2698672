"""Picture files in, picture files out."""
