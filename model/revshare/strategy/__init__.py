"""What a lab can do about its clouds: own or rent, switch, add one, build chips, spread the risk."""
