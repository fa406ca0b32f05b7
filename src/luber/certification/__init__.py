"""What becomes a paper: numbers in words (`terbilang`). The paper itself is set in type by the server's room
of the same name.
"""
