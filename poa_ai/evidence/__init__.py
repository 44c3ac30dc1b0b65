"""The seller's documents: read, held against what they must show, indexed, and marked in copies."""
