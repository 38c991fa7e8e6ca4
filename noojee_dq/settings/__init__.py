"""What a campaign file holds: its sections as models, its keys, and how what is wrong in it is said."""
