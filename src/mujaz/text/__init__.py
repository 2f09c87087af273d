"""Everything that only looks at text: reading, cleaning, cutting into sentences, Arabic spelling and values."""
