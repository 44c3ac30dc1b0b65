"""The validator: text and rules in; text, edits and findings out. It knows no plugin and no model."""
