"""What every test shares: the same examples on each run, and no deadline for any (speed is no test)."""

from hypothesis import settings

settings.register_profile("kyosei", deadline=None, derandomize=True)
settings.load_profile("kyosei")
