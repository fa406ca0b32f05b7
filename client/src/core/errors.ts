/**
 * The three ways in which something from outside can be wrong; the twins of `luber/errors.py`.
 * Whatever else is thrown is a bug.
 */

/** Not of the form: cannot be read as what it should be. */
export class Malformed extends Error {
  override name = "Malformed";
}

/** Well formed, but a rule says no. */
export class Refused extends Error {
  override name = "Refused";
}

/** A proof, signature or fingerprint does not hold. */
export class Unverified extends Error {
  override name = "Unverified";
}
