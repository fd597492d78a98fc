"""The gallery: pages beside the briefs that show them, and where every figure comes from."""
