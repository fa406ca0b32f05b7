/** Speaking with the server: JSON both ways; a refusal brings its own sentence, ready to be shown. */
import { Malformed, Refused, Unverified } from "../core/errors.ts";
import { t } from "./text.ts";

/** The server answered, and said no. */
export class Answered extends Error {
  override name = "Answered";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds to wait before trying again, where the server says so. */
    readonly retryAfter: number | null,
  ) {
    super(message);
  }
}

/** No answer came; whether the request arrived is not known. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

const TIMEOUT_MS = 30_000;
const JSON_BOTH_WAYS = { Accept: "application/json", "Content-Type": "application/json" };

function csrfToken(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content;
  return meta ?? /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    const timeout = typeof AbortSignal.timeout === "function" ? AbortSignal.timeout(TIMEOUT_MS) : null;
    return await fetch(url, { credentials: "same-origin", signal: timeout, ...init });
  } catch {
    throw new Unreachable(t("Server tidak terjangkau. Periksa sambungan internet, lalu coba lagi."));
  }
}

async function refusal(response: Response): Promise<Answered> {
  const seconds = Number(response.headers.get("Retry-After"));
  const retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds : null;
  try {
    const { code, message } = (await response.json()) as { code?: string; message?: string };
    if (message) return new Answered(response.status, code ?? "", message, retryAfter);
  } catch {
    // Not from our own pages: something in between answered. What follows holds for that too.
  }
  return new Answered(response.status, "", t("Server menjawab dengan galat {status}. Coba lagi sebentar lagi.", { status: String(response.status) }), retryAfter);
}

/** The exact bytes at an address. */
export async function fetchBytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await reach(url, {});
  if (!response.ok) throw await refusal(response);
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new Unreachable(t("Server tidak terjangkau. Periksa sambungan internet, lalu coba lagi."));
  }
}

export async function getJson<T>(url: string): Promise<T> {
  const response = await reach(url, { headers: { Accept: "application/json" } });
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as T;
}

export async function postJson<T>(url: string, body: unknown): Promise<T> {
  return post(url, { body: JSON.stringify(body), headers: { ...JSON_BOTH_WAYS, "X-CSRFToken": csrfToken() } });
}

async function post<T>(url: string, init: RequestInit): Promise<T> {
  const response = await reach(url, { method: "POST", ...init });
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as T;
}

/**
 * Posts a ballot's exact bytes without any cookie: it carries its own authority, and nothing of this browser goes
 * with it.
 */
export async function postNameless<T>(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<T> {
  return post(url, { body, credentials: "omit", referrerPolicy: "no-referrer", headers: { ...JSON_BOTH_WAYS, ...headers } });
}

/** The sentence for whatever went wrong. The protocol's own errors are for programmers: they come as a detail. */
export function sentence(error: unknown): string {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof Unverified || error instanceof Malformed || error instanceof Refused) {
    return t("Yang dikirim server tidak lolos pemeriksaan di peramban ini. Jangan lanjutkan, beri tahu panitia. Rincian: {detail}", { detail });
  }
  return detail;
}
