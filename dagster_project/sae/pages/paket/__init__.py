"""The press pack: cards, captions and the list of what deserves telling, good and bad.

Belongs here: finding it by the rules of the release, drawing it, the list and its states. It is
made of the public subset alone. Stays out: the rules (`pantas_dikabarkan`), publishing anywhere.
"""
