/** Why a transfer was given up, by the names of N_Result. (ISO 15765-2 8.3.7) */
export type TransferError =
  | 'N_TIMEOUT_A'
  | 'N_TIMEOUT_Bs'
  | 'N_TIMEOUT_Cr'
  | 'N_WRONG_SN'
  | 'N_INVALID_FS'
  | 'N_UNEXP_PDU'
  | 'N_WFT_OVRN'
  | 'N_BUFFER_OVFLW'
  | 'N_ERROR';

/** What each result means, for people. */
export const TRANSFER_ERROR_TEXT: { readonly [error in TransferError]: string } = {
  N_TIMEOUT_A: 'the adapter did not confirm a frame in time: check the adapter and that the bus has a second node',
  N_TIMEOUT_Bs: 'the unit sent no flow control in time: check ignition and wiring, then ask again',
  N_TIMEOUT_Cr: 'the unit stopped in the middle of its message: check the wiring, then ask again',
  N_WRONG_SN: 'a frame of the message was lost or doubled on the bus: check for a second tester, then ask again',
  N_INVALID_FS: 'the unit answered with a flow status that does not exist: it cannot be trusted with a long message',
  N_UNEXP_PDU: 'the unit began a new message before the running one was whole',
  N_WFT_OVRN: 'the unit asked to wait more often than is allowed: ask again when it is less busy',
  N_BUFFER_OVFLW: 'the message is longer than the receiving side takes',
  N_ERROR: 'the adapter refused a frame',
};
