"""Records: what is known of companies, comparisons and sources, as written and validated."""
