"""Makes the report over a past period: a paper in three forms, and the figures as open data."""
