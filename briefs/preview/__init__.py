"""Preview: a brief as it would be printed now, seen in a browser while its inputs are edited.

Only this room knows how pages are served and files are watched; the socket comes from elsewhere.
"""
