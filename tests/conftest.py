"""What every test shares: examples are the same on each run, and no example has a deadline (speed is no test)."""

from hypothesis import settings

settings.register_profile("kyosei", deadline=None, derandomize=True)
settings.load_profile("kyosei")
