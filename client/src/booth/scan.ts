/** Pindai QR: with the browser's own reader where it has one. The picture stays in the page. */
import { actions, lead, secondButton } from "../page/parts.ts";
import { h, show } from "../page/dom.ts";
import { t } from "../page/text.ts";

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorMaker = new (options: { formats: string[] }) => Detector;

const maker = (): DetectorMaker | undefined => (window as unknown as { BarcodeDetector?: DetectorMaker }).BarcodeDetector;

export function canScan(): boolean {
  return maker() !== undefined && typeof navigator.mediaDevices?.getUserMedia === "function";
}

const BETWEEN_LOOKS_MS = 200;

/** Shows the camera until a code is read; `failed` gets a sentence where there is no camera, or null where it was left. */
export function scan(main: HTMLElement, found: (text: string) => void, failed: (sentence: string | null) => void): void {
  const video = h("video", { playsinline: true, muted: true, "aria-label": t("Gambar kamera") });
  let stream: MediaStream | null = null;
  let over = false;
  const stop = (): void => {
    over = true;
    stream?.getTracks().forEach((track) => track.stop());
  };
  show(
    main,
    t("Arahkan kamera ke QR di kartu"),
    lead(t("Gambar kamera tetap di ponsel ini.")),
    video,
    actions(secondButton(t("Ketik kodenya saja"), () => { stop(); failed(null); })),
  );
  navigator.mediaDevices
    .getUserMedia({ video: { facingMode: "environment" } })
    .then(async (granted) => {
      stream = granted;
      if (over) return stop();
      video.srcObject = granted;
      await video.play();
      const detector = new (maker()!)({ formats: ["qr_code"] });
      while (!over) {
        const [code] = await detector.detect(video);
        if (code !== undefined && !over) {
          stop();
          return found(code.rawValue);
        }
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS));
      }
    })
    .catch(() => {
      if (over) return;
      stop();
      failed(t("Kamera tidak dapat dipakai. Ketik kode di kartu[mu| Anda]."));
    });
}
