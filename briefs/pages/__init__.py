"""Pages: views as HTML; the only room that knows Jinja."""
