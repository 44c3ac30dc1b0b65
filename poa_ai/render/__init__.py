"""The letter as text, one module for each format."""
