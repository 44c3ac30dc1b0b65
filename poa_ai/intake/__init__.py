"""From Amazon's message to the beginning of a facts file: what it says, and what it leaves open."""
