"""Names of people, organizations and places in Arabic text, found by lists and by the words around them."""
