"""The curve edwards25519 as numbers:

-x² + y² = 1 + d·x²·y² over the integers modulo 2^255 - 19. Source: RFC 8032 section 5.1.
"""

from __future__ import annotations

from typing import Final

FIELD: Final = 2**255 - 19
ORDER: Final = 2**252 + 27742317777372353535851937790883648493
COFACTOR: Final = 8
D: Final = -121665 * pow(121666, -1, FIELD) % FIELD
_ROOT_OF_MINUS_ONE: Final = pow(2, (FIELD - 1) // 4, FIELD)


def recover_x(y: int, *, sign: int) -> int | None:
    """The x of the point with this y (below FIELD) whose lowest bit is `sign`; None where there is none.

    By the usual root for a field of size 5 mod 8. x = 0 has no point with sign 1.
    """
    square = (y * y - 1) * pow(D * y * y + 1, -1, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if x * x % FIELD != square:
        x = x * _ROOT_OF_MINUS_ONE % FIELD
    if x * x % FIELD != square or (x == 0 and sign):
        return None
    return x if x & 1 == sign else FIELD - x
