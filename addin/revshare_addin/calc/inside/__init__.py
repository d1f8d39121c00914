"""What runs inside Calc's own Python (3.7 or later): the standard library and UNO only."""
