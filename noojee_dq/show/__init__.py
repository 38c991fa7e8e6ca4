"""Pages, sheets and console tables: what reports and analyses share."""
