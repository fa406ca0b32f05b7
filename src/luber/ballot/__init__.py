"""Questions and valid marks: what a voter is asked, and what may be answered.

`question` holds the question kinds behind one `parse`; `marks` turns a choice into the vector of zeros and
ones that is encrypted.
"""
