"""Tests that need a browser: make test-page."""
