"""The release over the network: what a holder of the token may ask (`guard`), the server."""
