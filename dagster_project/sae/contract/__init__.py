"""What was agreed with the OPD and the government: profile, template, landing, personal data.

Belongs here: reading and validating what people agreed on, as frozen data.
Stays out: submissions (`intake`), the warehouse (`build`).
"""
