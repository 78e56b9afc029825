"""The material of the meeting: a deck with editable charts, and the same on paper.

Belongs here: what the meeting is asked to look at, its slides, its printable page. It is made of
the whole release and lies behind the login. Stays out: anything public (`site`, `paket`).
"""
