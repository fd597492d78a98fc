"""Evidence: what a finished PDF carries of its own making, and whether all of it agrees."""
