"""Findings and rule pages as text and as data: one module a format."""
