"""Layout profiles: what differs between zones and editions, as validated data."""

from extractors.layouts.profile import LabelMatch, Profile, load_profile, profile_names
from extractors.layouts.select import choose_profile, score_profile

__all__ = ["LabelMatch", "Profile", "choose_profile", "load_profile", "profile_names", "score_profile"]
