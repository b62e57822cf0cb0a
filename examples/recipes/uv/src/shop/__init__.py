"""A shop that says what is in it."""
