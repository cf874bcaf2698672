"""Recipe of the embedded model: data, network, training, export and evaluation."""
