"""Canonical bytes and digests: what is hashed or signed has one form only.

`json` prints and parses the compact JSON of the Belenios formats, `shape` reads parsed JSON into values
that cannot be wrong, and `digest` names bytes by SHA-256 (hex for record names, unpadded base64 for
fingerprints and trackers).
"""
