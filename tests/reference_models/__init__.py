"""SAM 2.1 tiny with fixed random weights, as PyTorch and as the ONNX pairs that Smart Select can load.

No trained weights are needed to prove that numbers agree: the architecture is SAM 2.1's own
(`transformers`), and the weights are scaled so that every path of the network changes the answer. Pairs are
made once and kept in a cache folder outside the tree (`SMART_SELECT_TEST_CACHE`); tests get them from
`reference_models.fixtures`.
"""
