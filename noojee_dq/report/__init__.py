"""What a pre-flight found, and its forms: HTML, JSON, Markdown, CSV and terminal text. Masking lives here too."""

from noojee_dq.report.report import NotChecked, Report

__all__ = ["NotChecked", "Report"]
