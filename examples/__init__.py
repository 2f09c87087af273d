"""The articles the demonstration runs on; shipped with the package."""
