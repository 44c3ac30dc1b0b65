"""Plugins with one fault each. Those called `late_` load well and fail when they are used."""
