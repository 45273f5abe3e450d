"""The engine: packages, batched decoding, guidance by terms, translation memory."""
