"""Build: which editions exist, and how they are made."""
