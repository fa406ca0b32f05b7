/** A page for one invited person: the link's token is handed in once; after that the state is asked for. */
import { takeFragment } from "./fragment.ts";
import { Answered, getJson, postJson } from "./http.ts";

let token = takeFragment();

// Another invitation opened in the same tab changes only what stands behind `#`: the page begins again with it.
addEventListener("hashchange", () => {
  if (location.hash !== "") location.reload();
});

/** The state, after handing in a token if one came with the address. Throws `Answered` (403) without an invitation. */
export async function enter<State>(): Promise<State> {
  if (token === null) return getJson<State>("keadaan");
  const state = await postJson<State>("masuk", { token }); // kept until it was taken: a broken line is no lost invitation
  token = null;
  return state;
}

let acts = 0;

/** Posts an act of this person and gives the state after it; a look that was under way meanwhile is out of date. */
export async function handIn<State>(url: string, body: unknown): Promise<State> {
  acts += 1;
  try {
    return await postJson<State>(url, body);
  } finally {
    acts += 1;
  }
}

const PAUSE_S = 5;

/**
 * Asks for the state every five seconds while the page is looked at, and longer where the server says so. A failed
 * look is not an event: the next one follows. Who is no longer seated gets the page that tells what to do.
 */
export function watch<State>(changed: (state: State) => void): { stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const again = (seconds: number): void => {
    if (!stopped) timer = setTimeout(() => void look(), seconds * 1000);
  };
  const look = async (): Promise<void> => {
    if (document.hidden) return again(PAUSE_S);
    try {
      const before = acts;
      const state = await getJson<State>("keadaan");
      if (stopped) return;
      again(PAUSE_S);
      if (acts === before && acts % 2 === 0) changed(state);
    } catch (error) {
      if (stopped) return;
      if (error instanceof Answered && error.status === 403) return location.reload(); // no longer seated: the page says why
      again(Math.max(PAUSE_S, error instanceof Answered ? (error.retryAfter ?? 0) : 0));
    }
  };
  again(PAUSE_S);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
