"""First station: from a file, an address or a stream to the text of an article, whatever it comes in."""
