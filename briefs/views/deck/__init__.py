"""The deck: what a comparison of several companies shows, slide by slide."""

from briefs.views.deck.composing import Deck, deck

__all__ = ["Deck", "deck"]
