/** The page's side of the worker: each act is a promise. */
import { t } from "../page/text.ts";
import type { Acts } from "./worker.ts";

type Answer = { id: number; done?: unknown; failed?: string } | { progress: { done: number; of: number } };

export interface CryptoDesk {
  ask<K extends keyof Acts>(act: K, ...given: Parameters<Acts[K]>): Promise<ReturnType<Acts[K]>>;
  onprogress: (done: number, of: number) => void;
}

/** Rejects every question, also later ones, where the worker cannot be started (an old browser, a blocked file). */
export function openDesk(url: string): CryptoDesk {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let broken: Error | null = null;
  let next = 0;
  const worker = new Worker(url);
  const desk: CryptoDesk = {
    ask(act, ...given) {
      return new Promise((resolve, reject) => {
        if (broken !== null) return reject(broken);
        const id = next++;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, act, given });
      });
    },
    onprogress: () => {},
  };
  worker.onerror = (event) => {
    broken = new Error(t("Peramban ini tidak dapat menjalankan bilik suara. {detail}", { detail: event.message || "" }).trim());
    for (const { reject } of waiting.values()) reject(broken);
    waiting.clear();
  };
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    if ("progress" in data) return desk.onprogress(data.progress.done, data.progress.of);
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.failed !== undefined) asked?.reject(new Error(t("Rincian untuk panitia: {detail}", { detail: data.failed })));
    else asked?.resolve(data.done as never);
  };
  return desk;
}
