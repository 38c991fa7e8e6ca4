"""Kernels over columns of text, at Arrow's speed; no module here knows a lead."""
