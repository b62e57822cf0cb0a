"""A small web service that fingerprints text.

Nothing is imported here: the health check runs `my_app.health` every few seconds and must not pay for Flask.
"""
