"""How good the summaries of a model or a prompt are, beside those of another and of plain baselines: `mujaz evaluate`."""
