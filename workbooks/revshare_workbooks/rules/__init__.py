"""What a good model workbook keeps to, as rules that a program applies to any workbook."""
