"""Helpers for tests, installed with poa-ai so that plugin authors can use them too."""
