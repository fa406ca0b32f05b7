"""From a closed box to a result, without opening a single ballot.

In order: `encrypted` multiplies the ballots in force, `decryption` makes and checks each trustee's partial
decryption, `result` combines them into numbers.
"""
