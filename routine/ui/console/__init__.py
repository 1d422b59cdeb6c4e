"""What every face in a terminal shares: lines, tables, questions, and a figure drawn in characters."""
