"""The cell functions in LibreOffice Calc: an extension inside Calc and a process in the user's own Python."""
