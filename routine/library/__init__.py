"""What the body does, as data: exercises, sequences, tags, sources, and the catalogue that reads them."""
