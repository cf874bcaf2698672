"""What needs no network: each method in its own file, as the protocol asks for it."""
