"""What becomes a paper: who is elected (`outcome`), numbers and days in words (`terbilang`, `calendar`).

The paper itself is set in type by the server's room of the same name.
"""
