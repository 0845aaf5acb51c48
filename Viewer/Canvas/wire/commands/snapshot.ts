/** This viewer keeps a picture of what it sees; the customer is shown that. `u8 21` */
export interface Snapshot {
  readonly kind: 'snapshot';
}
