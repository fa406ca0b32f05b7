/** What the server tells the credential authority's page (`/kredensial/keadaan`). It never learns a secret half. */
export interface AuthorityState {
  readonly election: {
    readonly uuid: string;
    readonly title: string;
    readonly organisation: string;
    readonly group: string;
    readonly mock?: boolean;
    readonly url: string;
    /** `https://…/pilih/<uuid>/`, what stands before `#` in the card's QR. */
    readonly booth_url: string;
    readonly closes?: string | null;
  };
  readonly step: "wait_dpt" | "generate" | "done";
  readonly classes: readonly { readonly label: string; readonly count: number }[];
  readonly total: number;
  readonly weights: Readonly<Record<string, number>> | null;
  readonly printed: number;
}
