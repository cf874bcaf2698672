"""The worker's environment made from within GIMP: steps, progress, cancel, and what the doctor says."""
