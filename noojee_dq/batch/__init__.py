"""The leads of one call, as checks, repairs and payloads see them; known leads and do-not-call lists beside them."""
