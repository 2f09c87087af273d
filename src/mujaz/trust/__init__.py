"""Everything that proves: where the article says it, and whether it is so."""
