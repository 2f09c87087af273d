"""Many articles: asked side by side, written down as they are answered, and never paid for twice."""
