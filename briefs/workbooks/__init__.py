"""Workbooks: records as spreadsheets that analysts fill in, and back."""
