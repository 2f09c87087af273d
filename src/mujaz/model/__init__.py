"""Everything that talks to a model: prompts, the one door to a server, the embedded model, recordings."""
