"""What a command answers to whoever started it."""

OK, CHECK_FAILED, BAD_INPUT, STOPPED = 0, 1, 2, 130
