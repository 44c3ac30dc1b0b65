"""The built-in scorers. Those named before-fix read what the model answered first, before any rule."""
