"""Groups, encryption and proofs, and nothing that knows what an election is.

| file | holds |
|---|---|
| `entropy`, `secret` | chance handed in; secret numbers that do not print |
| `group`, `groups`, `ed25519`, `edwards`, `multiplicative`, `fixed_base` | two groups, their canonical decoding |
| `elgamal`, `dlog` | encryption of small numbers, and finding them again |
| `proof`, `schnorr`, `disjunction`, `decryption` | the proofs, each with making and checking |
| `credential` | from typed letters to a voter's key |
| `channel` | trustees' signing and encryption keys, signed and sealed messages |
| `threshold` | the arithmetic of shares |
| `blind` | one voter, one card: an oblivious token |

Source: belenios.md sections 2 to 6 (protocol V1, 3.x dialect). Left out here: shuffles and embedded vectors
(no question kind that we accept needs them yet).
"""
