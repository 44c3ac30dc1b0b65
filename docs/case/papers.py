"""Makes the two invoices of the case: one as a PDF with text, one as a scan."""

from pathlib import Path

from poa_ai.testing.papers import ROWS, invoice_pdf, scan_pdf

invoice_pdf(Path("invoice-2026-09.pdf"))
printed = invoice_pdf(
    Path("printed.pdf"),
    [row._replace(units=units) for row, units in zip(ROWS, (300, 150), strict=True)],
    dated="12 May 2026",
    heading="INVOICE No. BW-2026-0512",
)
scan_pdf(printed, Path("invoice-2026-05-scan.pdf"))
printed.unlink()
