"""Asking the seller for what the facts lack: one question at a time, each answer put into the facts at once.

`session.Interview` goes through the questions; `poa-ai interview` reads the answers and writes the file.
"""
