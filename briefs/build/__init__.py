"""Build: which editions exist, what each is made from, and how they are made.

A build reads no clock and no environment, and prints nothing: it gives results.
"""
