"""How people look at a result."""
