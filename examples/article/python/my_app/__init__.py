"""A small web service that counts and fingerprints text."""
