"""The transparency log: one list that can only grow, and that anyone can check to have only grown.

Leaves are hashed into a Merkle tree (`merkle`), cut into files (`tile`, `growth`), and the root is signed
as a checkpoint (`note`, `checkpoint`). `proof` shows one leaf offline; `inspection` checks a whole log from
outside; `act` is the leaf that an official act leaves. Format: docs/spec/formats/log.md.

Left out for now, with its place kept: cosignatures of outsiders (C2SP tlog-cosignature). They are further
lines of the same notes, which `Note` keeps and `VerifierKey.algorithm` tells apart.
"""
