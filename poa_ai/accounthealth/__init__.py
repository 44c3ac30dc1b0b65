"""Reports that a seller downloads: account health (JSON), seller feedback and returns (tables).

What they measure becomes metrics; what buyers gave as reasons becomes candidates that the seller confirms.
`adding.add_reports` puts both into the facts. The formats are those of Amazon's Selling Partner API.
"""
