"""A book of one's own: drafted by the machine from a report, reviewed by a person."""
