"""The text of files that come from outside, as a person sees it: mail, web page, Word file, plain text."""
