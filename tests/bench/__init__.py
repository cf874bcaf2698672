"""What Smart Select costs beside the bare networks and beside PyTorch: `make bench` writes docs/BENCH.md.

Times on one machine say little about another, so every figure is a ratio of two things measured in turn
within one run. Nothing here is a test: a busy machine would make it fail for no reason.
"""
