"""The page frame: what every page is made of, how figures and times are said, and how a form speaks.

`parts` are the values that components show, `numbers` says figures and times, `forms` dresses Django's forms,
`qr` draws codes, `answers` and `refusals` say no in plain words, `templatetags/desk.py` is the one library
that templates load. `/rupa/` shows it all.
"""
