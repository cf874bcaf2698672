"""Embeddings kept: in memory while a program runs, on disk for the next one."""
