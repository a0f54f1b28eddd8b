/** Every DoIP message, decoded. Addresses are logical addresses, 16 bits. (ISO 13400-2, payload type tables) */
export type DoipMessage =
  | { readonly kind: 'header-nack'; readonly code: number }
  | { readonly kind: 'identify' }
  | { readonly kind: 'identify-by-eid'; readonly eid: Uint8Array }
  | { readonly kind: 'identify-by-vin'; readonly vin: Uint8Array }
  | VehicleAnnouncement
  | ActivationRequest
  | ActivationResponse
  | { readonly kind: 'alive-check-request' }
  | { readonly kind: 'alive-check-response'; readonly source: number }
  | { readonly kind: 'entity-status-request' }
  | EntityStatus
  | { readonly kind: 'power-mode-request' }
  | { readonly kind: 'power-mode'; readonly mode: number }
  | DiagnosticMessage
  | DiagnosticAck
  | (Omit<DiagnosticAck, 'kind'> & { readonly kind: 'diagnostic-nack' });

export type DoipKind = DoipMessage['kind'];

/** Vehicle announcement, and vehicle identification response: the same payload. */
export interface VehicleAnnouncement {
  readonly kind: 'vehicle-announcement';
  /** 17 bytes. */
  readonly vin: Uint8Array;
  readonly logicalAddress: number;
  /** 6 bytes each. */
  readonly eid: Uint8Array;
  readonly gid: Uint8Array;
  /** 0x00 none, 0x10 routing activation needed to start central security. */
  readonly furtherAction: number;
  /** 0x00 synchronised, 0x10 not; absent in the 32-byte form. */
  readonly syncStatus?: number;
}

export interface ActivationRequest {
  readonly kind: 'activation-request';
  readonly source: number;
  readonly activationType: number;
  /** 4 bytes, where present. */
  readonly oem?: Uint8Array;
}

export interface ActivationResponse {
  readonly kind: 'activation-response';
  readonly tester: number;
  readonly entity: number;
  readonly code: number;
  /** 4 bytes, where present. */
  readonly oem?: Uint8Array;
}

export interface EntityStatus {
  readonly kind: 'entity-status';
  /** 0 gateway, 1 node. */
  readonly nodeType: number;
  readonly maxSockets: number;
  readonly openSockets: number;
  /** Largest message that the entity takes, in bytes; absent in the 3-byte form. */
  readonly maxDataSize?: number;
}

export interface DiagnosticMessage {
  readonly kind: 'diagnostic-message';
  readonly source: number;
  readonly target: number;
  readonly data: Uint8Array;
}

/** `source` is the address that the acknowledged message was sent to, `target` the tester. */
export interface DiagnosticAck {
  readonly kind: 'diagnostic-ack';
  readonly source: number;
  readonly target: number;
  readonly code: number;
  /** The beginning of the acknowledged message, or nothing. */
  readonly echo: Uint8Array;
}
