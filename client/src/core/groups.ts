/** Which groups this program speaks, by the name that stands in `election.json`. */
import { BELENIOS_2048 } from "./belenios2048.ts";
import { ED25519 } from "./ed25519.ts";
import { Refused } from "./errors.ts";
import type { Group } from "./group.ts";

export function groupNamed(name: string): Group {
  for (const group of [ED25519, BELENIOS_2048]) if (group.name === name) return group;
  throw new Refused(`unknown group: ${name}`);
}
