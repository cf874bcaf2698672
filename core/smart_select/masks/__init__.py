"""Arithmetic on mask logits and masks, NumPy and Pillow only."""
