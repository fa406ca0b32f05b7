"""From a choice to an encrypted ballot, its checks on arrival, the box, and the voter's receipt.

| file | holds |
|---|---|
| `answer` | one dispatch over the question kinds |
| `counted` | encryption, proofs and checks of a counted question |
| `ballot` | a whole ballot: making, and checking in a fixed order |
| `box` | which ballot of a credential is in force |
| `receipt` | tracker and four words |
"""
