"""Authoring: what helps somebody write a project's files: schemas, skeletons, one written form."""
