"""ONNX Runtime: graphs and their settings, providers, self-tests."""
