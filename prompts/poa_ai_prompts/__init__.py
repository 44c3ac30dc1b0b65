"""The prompts that poa-ai brings, as Markdown files: one folder for each issue type, and what they share."""
