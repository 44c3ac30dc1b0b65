"""Chat models: the only place that imports a model library, and only when a model is named."""
