"""Values become sentences: cards, moments, states, problems. One place for each sentence; no store, no screen."""
