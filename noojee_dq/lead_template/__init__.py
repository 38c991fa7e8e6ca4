"""An empty workbook for whoever makes a list of leads: what a campaign asks for, in cells that keep what is typed."""

from noojee_dq.lead_template.template_workbook import write_template

__all__ = ["write_template"]
