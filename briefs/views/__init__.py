"""Views: what a page says, every value with the figure behind it."""
