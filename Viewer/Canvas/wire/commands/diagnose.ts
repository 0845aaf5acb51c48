/** Facts about the customer's computer, once; the answer is a report. `u8 25` */
export interface Diagnose {
  readonly kind: 'diagnose';
}
