/**
 * BELENIOS-2048: the subgroup of 256-bit order q of the integers modulo a 2048-bit p (section 3.1).
 * An element is its decimal string. Slower than Ed25519; for elections that a stock Debian 12 must check.
 */
import { Malformed } from "./errors.ts";
import { type Element, type FixedBase, type Group, inverseModulo, modulo } from "./group.ts";

const P =
  20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049081167099310535867780980030790491654063777173764198678527273474476341835600035698305193144284561701911000786737307333564123971732897913240474578834468260652327974647951137672658693582180046317922073668860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201320481118852408731077014151666200162313177169372189248078507711827842317498073276598828825169183103125680162072880719n;
const Q = 78571733251071885079927659812671450121821421258408794611510081919805623223441n;
const G =
  2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678799694668298749389095083896573425601900601068477164491735474137283104610458681314511781646755400527402889846139864532661215055797097162016168270312886432456663834863635782106154918419982534315189740658186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982665103606822406635076697764025346253773085133173495194248967754052573659049492477631475991575198775177711481490920456600205478127054728238140972518639858334115700568353695553423781475582491896050296680037745308460627n;

const number = (value: Element): bigint => value as unknown as bigint;
const wrap = (value: bigint): Element => value as unknown as Element;

/** base^exponent mod p, four bits at a time, with as many products whatever the exponent. */
function power(base: bigint, exponent: bigint): bigint {
  const powers = [1n, base];
  while (powers.length < 16) powers.push((powers[powers.length - 1]! * base) % P);
  let result = 1n;
  for (const digit of exponent.toString(16).padStart(64, "0")) {
    result = (result * result) % P;
    result = (result * result) % P;
    result = (result * result) % P;
    result = (result * result) % P;
    result = (result * powers[parseInt(digit, 16)]!) % P;
  }
  return result;
}

function decode(text: string): Element {
  if (text.length > 617 || !/^(0|[1-9][0-9]*)$/.test(text)) throw new Malformed("element: not a canonical decimal number");
  const value = BigInt(text);
  if (value >= P) throw new Malformed("element: outside the group");
  return wrap(value);
}

function parse(text: string): Element {
  const value = decode(text);
  if (power(number(value), Q) !== 1n) throw new Malformed("element: outside the group");
  return value;
}

function fixedBase(base: Element): FixedBase {
  const table: bigint[][] = [];
  let step = number(base);
  for (let w = 0; w < 64; w++) {
    const row = [1n, step];
    while (row.length < 16) row.push((row[row.length - 1]! * step) % P);
    table.push(row);
    step = (row[15]! * step) % P;
  }
  return (exponent) => {
    let rest = modulo(exponent, Q);
    let result = 1n;
    for (const row of table) {
      result = (result * row[Number(rest & 15n)]!) % P;
      rest >>= 4n;
    }
    return wrap(result);
  };
}

let generatorTable: FixedBase | undefined;
const raise = (base: Element, exponent: bigint): Element => wrap(power(number(base), modulo(exponent, Q)));

export const BELENIOS_2048: Group = {
  name: "BELENIOS-2048",
  q: Q,
  generator: wrap(G),
  one: wrap(1n),
  parse,
  decode,
  texts: (elements) => elements.map((each) => number(each).toString()),
  equal: (a, b) => number(a) === number(b),
  times: (a, b) => wrap((number(a) * number(b)) % P),
  inverse: (a) => wrap(inverseModulo(number(a), P)),
  power: raise,
  secretPower: raise,
  fixedBase,
  powerOfGenerator: (exponent) => (generatorTable ??= fixedBase(wrap(G)))(exponent),
};
