"""Delivery: the right brief to the right person, once.

Only this room speaks SMTP. Clock, environment and secrets arrive as arguments.
"""
